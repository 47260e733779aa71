package org.sealward.local.aws.dynamodb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileLock;

/**
 * The main class of the JVM that holds DynamoDB Local. It makes the server itself, by reflection
 * since those libraries are on no class path but this JVM's, because DynamoDB Local's own main
 * class binds all interfaces and reports to Amazon.
 *
 * <p>Argument: the folder for the data. Prints {@code PORT n} once it listens. Ends when standard
 * input ends, so it never outlives the process that started it, however that one died.
 */
final class DynamoDbLocalMain {
  private static final String SERVER = "com.amazonaws.services.dynamodbv2.local.server.";
  private static final String JETTY = "org.eclipse.jetty.server.";

  private DynamoDbLocalMain() {}

  public static void main(String[] args) throws Exception {
    String folder = args[0];
    try (RandomAccessFile lockFile = new RandomAccessFile(folder + "/lock", "rw");
        // Waits for a predecessor that is still ending.
        FileLock lock = lockFile.getChannel().lock()) {
      if (!lock.isValid()) {
        throw new IOException("no lock on " + folder);
      }
      System.out.println("PORT " + start(folder));
      while (System.in.read() >= 0) {
        // Nothing is said on this stream; its end is the message.
      }
    }
    System.exit(0);
  }

  private static int start(String folder) throws Exception {
    Class<?> requestHandlerType = Class.forName(SERVER + "DynamoDBRequestHandler");
    Object requestHandler =
        Class.forName(SERVER + "LocalDynamoDBRequestHandler")
            .getConstructor(int.class, boolean.class, String.class, boolean.class, boolean.class)
            .newInstance(0, false, folder, false, false);
    Object httpHandler =
        Class.forName(SERVER + "LocalDynamoDBServerHandler")
            .getConstructor(requestHandlerType, String.class)
            .newInstance(requestHandler, null);
    Class<?> handlerType = Class.forName(JETTY + "Handler");
    Class<?> contextType = Class.forName(JETTY + "handler.ContextHandler");
    Object context = contextType.getConstructor().newInstance();
    contextType.getMethod("setHandler", handlerType).invoke(context, httpHandler);
    Class<?> serverType = Class.forName(JETTY + "Server");
    Constructor<?> bound = serverType.getConstructor(InetSocketAddress.class);
    Object server = bound.newInstance(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    serverType.getMethod("setHandler", handlerType).invoke(server, context);
    serverType.getMethod("start").invoke(server);
    Object[] connectors = (Object[]) serverType.getMethod("getConnectors").invoke(server);
    return (int)
        Class.forName(JETTY + "NetworkConnector").getMethod("getLocalPort").invoke(connectors[0]);
  }
}
