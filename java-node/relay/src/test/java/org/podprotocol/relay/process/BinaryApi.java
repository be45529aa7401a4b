package org.podprotocol.relay.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.podprotocol.protocol.Envelope;

/** The binary form of the API: messages one after another, and a result for each. */
final class BinaryApi {
  static final int ACCEPTED = 0;
  static final int DUPLICATE = 1;

  private BinaryApi() {}

  record Outgoing(Envelope envelope, byte[] content) {}

  record Result(int status, long index, byte[] receipt) {}

  static List<Result> post(HttpClient http, URI relay, List<Outgoing> messages)
      throws IOException, InterruptedException {
    var body = new ByteArrayOutputStream();
    for (Outgoing message : messages) {
      body.writeBytes(message.envelope.toBytes());
      body.writeBytes(message.content);
    }
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(relay.resolve("/v1/messages"))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build(),
            BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    ByteBuffer in = ByteBuffer.wrap(answer.body()).order(ByteOrder.LITTLE_ENDIAN);
    var results = new ArrayList<Result>();
    for (int i = 0; i < messages.size(); i++) {
      int status = in.get();
      long index = in.getLong();
      byte[] receipt = new byte[in.getShort()];
      in.get(receipt);
      results.add(new Result(status, index, receipt));
    }
    return results;
  }
}
