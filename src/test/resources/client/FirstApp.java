import module java.base;
import org.sealward.client.*;

/** Logs in, writes to a specialist, sends a picture, and prints what comes back. */
void main(String[] args) throws Exception {
  var service = URI.create(args[0]);
  var device = DeviceStore.inFolder(Path.of(args[1]));
  try (var client = SealwardClient.of(service, device).connect();
      var me = client.logIn(args[2], args[3].toCharArray(),
          code -> IO.println("Keep this on paper: " + new String(code.toChars())))) {
    var specialist = me.specialists().search("cardiology").getFirst();
    var talk = me.conversations().start(Set.of(specialist.userId()));
    talk.send("Good morning, " + specialist.displayName());
    talk.sendImage(OutgoingImage.of(Path.of(args[4]), me.userId()), Progress.Listener.NONE);
    var answered = new CountDownLatch(1);
    try (var live = me.listen(event -> {
      if (event instanceof LiveEvent.MessageReceived(Received.Message message)
          && message.content() instanceof Content.Text(var text)) {
        IO.println((message.senderId().equals(me.userId()) ? "> " : "< ") + text);
        if (!message.senderId().equals(me.userId())) answered.countDown();
      }
    })) {
      answered.await();
    }
  }
}
