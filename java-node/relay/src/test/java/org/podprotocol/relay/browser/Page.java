package org.podprotocol.relay.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of the browser: what it shows, what it asks for, what it complains of. */
final class Page {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LONG_NS = 30_000_000_000L;

  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private volatile @Nullable Function<String, String> forgery;
  private volatile @Nullable WebSocket socket;

  static Page connect(HttpClient http, URI url) {
    var page = new Page();
    page.socket = http.newWebSocketBuilder().buildAsync(url, page.new Listener()).join();
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      page.call(domain + ".enable", JSON.createObjectNode());
    }
    return page;
  }

  private JsonNode call(String method, ObjectNode parameters) {
    return send(method, parameters).orTimeout(30, TimeUnit.SECONDS).join();
  }

  private synchronized CompletableFuture<JsonNode> send(String method, ObjectNode parameters) {
    int id = lastId.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    open.put(id, answer);
    WebSocket to = socket;
    if (to == null) {
      throw new IllegalStateException("not connected");
    }
    ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
    command.set("params", parameters);
    to.sendText(command.toString(), true).join();
    return answer;
  }

  void open(URI url) {
    call("Page.navigate", JSON.createObjectNode().put("url", url.toString()));
    await("loaded", "document.readyState === 'complete'");
  }

  /** Addresses asked for so far. */
  List<String> requests() {
    return requests;
  }

  /** Uncaught errors and refusals by the content security policy. */
  List<String> complaints() {
    return complaints;
  }

  /** The value of an expression, promises waited for. */
  JsonNode value(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            JSON.createObjectNode()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** The text of the first element that this selector finds. */
  String text(String selector) {
    return value("document.querySelector(\"" + selector + "\")?.innerText ?? ''").asText();
  }

  /** Waits until the expression is true. */
  void await(String what, String expression) {
    long deadline = System.nanoTime() + LONG_NS;
    while (!value("Boolean(" + expression + ")").asBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "does not come about: " + what + "; the page says: " + text("body") + complaints);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Presses and lets go of a key, by its DOM name. */
  void press(String key, int code, String text) {
    for (String type : List.of("keyDown", "keyUp")) {
      ObjectNode event =
          JSON.createObjectNode()
              .put("type", type)
              .put("key", key)
              .put("windowsVirtualKeyCode", code);
      if (type.equals("keyDown") && !text.isEmpty()) {
        event.put("text", text);
      }
      call("Input.dispatchKeyEvent", event);
    }
  }

  /** Types into what has the focus. */
  void type(String text) {
    call("Input.insertText", JSON.createObjectNode().put("text", text));
  }

  /** From now on answers to proofs are changed on their way to the page. */
  void forgeProofs(Function<String, String> change) {
    forgery = change;
    ObjectNode parameters = JSON.createObjectNode();
    parameters
        .putArray("patterns")
        .addObject()
        .put("urlPattern", "*/proof")
        .put("requestStage", "Response");
    call("Fetch.enable", parameters);
  }

  void forgeNoMore() {
    call("Fetch.disable", JSON.createObjectNode());
  }

  /** Size in CSS pixels, and light or dark. */
  void look(int width, int height, String scheme) {
    call(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    ObjectNode media = JSON.createObjectNode();
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    call("Emulation.setEmulatedMedia", media);
  }

  /** The whole page as a picture. */
  void picture(Path file) throws IOException {
    JsonNode answer =
        call(
            "Page.captureScreenshot",
            JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(answer.get("data").asText()));
  }

  private void heard(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = open.remove(message.get("id").asInt());
      if (answer != null && message.has("error")) {
        answer.completeExceptionally(new AssertionError(message.get("error").toString()));
      } else if (answer != null) {
        answer.complete(message.path("result"));
      }
      return;
    }
    JsonNode about = message.path("params");
    switch (message.path("method").asText()) {
      case "Network.requestWillBeSent" -> requests.add(about.at("/request/url").asText());
      case "Runtime.exceptionThrown" -> complaints.add(about.get("exceptionDetails").toString());
      case "Log.entryAdded" -> {
        // What the server refuses is told by the page itself.
        if (!about.at("/entry/source").asText().equals("network")) {
          complaints.add(about.at("/entry/text").asText());
        }
      }
      case "Fetch.requestPaused" -> forge(about.get("requestId").asText());
      default -> {}
    }
  }

  /** Answers come on other threads, so nothing here waits for one. */
  private void forge(String request) {
    Function<String, String> change = forgery;
    send("Fetch.getResponseBody", JSON.createObjectNode().put("requestId", request))
        .thenAccept(
            answer -> {
              String body = answer.get("body").asText();
              String text =
                  answer.get("base64Encoded").asBoolean()
                      ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
                      : body;
              ObjectNode forged =
                  JSON.createObjectNode().put("requestId", request).put("responseCode", 200);
              forged
                  .put(
                      "body",
                      Base64.getEncoder()
                          .encodeToString(
                              (change == null ? text : change.apply(text))
                                  .getBytes(StandardCharsets.UTF_8)))
                  .putArray("responseHeaders")
                  .addObject()
                  .put("name", "Content-Type")
                  .put("value", "application/json");
              send("Fetch.fulfillRequest", forged);
            });
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        String whole = part.toString();
        part.setLength(0);
        CompletableFuture.runAsync(
            () -> {
              try {
                heard(JSON.readTree(whole));
              } catch (IOException e) {
                complaints.add("not JSON: " + e);
              }
            });
      }
      from.request(1);
      return null;
    }
  }
}
