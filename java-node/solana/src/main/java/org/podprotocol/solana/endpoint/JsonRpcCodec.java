package org.podprotocol.solana.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.MalformedResponseException;
import org.podprotocol.solana.rpc.RpcErrorException;
import org.podprotocol.solana.rpc.RpcRequest;

/** JSON-RPC 2.0 over JSON trees: requests to bytes, answers to futures. */
final class JsonRpcCodec {

  private final JsonMapper mapper;

  JsonRpcCodec(int maxStringLength) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxStringLength(maxStringLength)
            .maxNestingDepth(64)
            .build();
    this.mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
            .build();
    warmUp();
  }

  /** Fills Jackson's caches, which take a lock when they miss: event loops must not meet there. */
  private void warmUp() {
    try {
      mapper.readTree(mapper.writeValueAsBytes(JsonNodeFactory.instance.arrayNode().addObject()));
      mapper.readTree(mapper.writeValueAsBytes(JsonNodeFactory.instance.arrayNode()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one call with id 0. */
  void write(RpcRequest<?> request, ByteBuf target) {
    try (JsonGenerator json = generator(target)) {
      write(json, 0, request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a batch with ids from 0. */
  void writeBatch(List<? extends RpcRequest<?>> requests, ByteBuf target) {
    try (JsonGenerator json = generator(target)) {
      json.writeStartArray();
      for (int id = 0; id < requests.size(); id++) {
        write(json, id, requests.get(id));
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonGenerator generator(ByteBuf target) throws IOException {
    return mapper.getFactory().createGenerator((OutputStream) new ByteBufOutputStream(target));
  }

  private void write(JsonGenerator json, int id, RpcRequest<?> request) throws IOException {
    json.writeStartObject();
    json.writeStringField("jsonrpc", "2.0");
    json.writeNumberField("id", id);
    json.writeStringField("method", request.method());
    json.writeFieldName("params");
    mapper.writeTree(json, request.params());
    json.writeEndObject();
  }

  JsonNode parse(ByteBuf body) {
    try (InputStream in = new ByteBufInputStream(body)) {
      JsonNode tree = mapper.readTree(in);
      if (tree == null || tree.isMissingNode()) {
        throw new MalformedResponseException("the answer is empty");
      }
      return tree;
    } catch (IOException e) {
      throw new MalformedResponseException("the answer is not JSON", e);
    }
  }

  /** The result of a single answer. */
  <T> T result(String endpoint, RpcRequest<T> request, JsonNode answer) {
    if (!answer.isObject() || !answer.path("id").isInt() || answer.path("id").intValue() != 0) {
      JsonNode error = answer.get("error");
      if (error != null && error.isObject()) {
        throw error(endpoint, request.method(), error);
      }
      throw new MalformedResponseException("not a JSON-RPC answer to " + request.method());
    }
    return decode(endpoint, request, answer);
  }

  /** Completes each call of a batch with its own answer. */
  <T> void resolveBatch(
      String endpoint,
      List<RpcRequest<T>> requests,
      JsonNode answer,
      List<CompletableFuture<T>> futures) {
    if (!answer.isArray()) {
      JsonNode error = answer.get("error");
      if (error != null && error.isObject()) {
        throw error(endpoint, "batch", error);
      }
      throw new MalformedResponseException("not a JSON-RPC answer to a batch");
    }
    List<@Nullable JsonNode> byId = new ArrayList<>();
    requests.forEach(request -> byId.add(null));
    for (JsonNode item : answer) {
      int id = item.path("id").asInt(-1);
      if (id >= 0 && id < byId.size()) {
        byId.set(id, item);
      }
    }
    for (int i = 0; i < requests.size(); i++) {
      JsonNode item = byId.get(i);
      try {
        if (item == null) {
          throw new MalformedResponseException("the batch's answer leaves out a call");
        }
        futures.get(i).complete(decode(endpoint, requests.get(i), item));
      } catch (RuntimeException e) {
        futures.get(i).completeExceptionally(e);
      }
    }
  }

  private static <T> T decode(String endpoint, RpcRequest<T> request, JsonNode answer) {
    JsonNode result = unwrap(endpoint, request.method(), answer);
    try {
      return request.decoder().apply(result);
    } catch (MalformedResponseException e) {
      throw new MalformedResponseException(
          endpoint + " answered " + request.method() + " wrongly: " + e.getMessage(), e);
    }
  }

  private static JsonNode unwrap(String endpoint, String method, JsonNode answer) {
    JsonNode error = answer.get("error");
    if (error != null && !error.isNull()) {
      throw error(endpoint, method, error);
    }
    JsonNode result = answer.get("result");
    if (result == null) {
      throw new MalformedResponseException(
          "the answer to " + method + " has neither result nor error");
    }
    return result;
  }

  private static RpcErrorException error(String endpoint, String method, JsonNode error) {
    return new RpcErrorException(
        method,
        endpoint,
        error.path("code").asInt(),
        error.path("message").asText("no message"),
        error.get("data"));
  }
}
