package org.sealward.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.conversation.Members;
import org.sealward.conversation.TestConversation;
import org.sealward.platform.EventLog;

final class SubscriberTest {
  private final TestService service = TestService.get();
  private final TestClinic clinic = TestClinic.open(service);
  private final TestUser doctor = clinic.specialist("cardiology");
  private final TestUser patient = clinic.patientOf(doctor);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  private Subscriber resumed() {
    TestConversation.begin(patient, doctor);
    var subscriber =
        new Subscriber(
            doctor.id(),
            Instant.MAX,
            Line.of(channel),
            service.bean(EventLog.class),
            service.bean(Members.class),
            tasks::add);
    subscriber.resume(Map.of());
    assertThat(tasks).hasSize(1);
    return subscriber;
  }

  @Test
  void socket_thatIsOpen_isSentWhatTheLogHas() {
    resumed();

    tasks.remove().run();

    assertThat(tasks).isEmpty();
    assertThat(channel.<Object>readOutbound()).isInstanceOf(TextWebSocketFrame.class);
    channel.finishAndReleaseAll();
  }

  /** Red with a pump that goes by what is wanted alone: it starts itself again without end. */
  @Test
  void socket_thatClosesWhileItCatchesUp_isReadForNoMore() {
    Subscriber subscriber = resumed();
    var _ = channel.close();

    tasks.remove().run();
    subscriber.acknowledge(0);

    assertThat(tasks).isEmpty();
    assertThat(channel.<Object>readOutbound()).isNull();
    channel.finishAndReleaseAll();
  }
}
