package org.podprotocol.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.protocol.Samples.DOMAIN;
import static org.podprotocol.protocol.Samples.KEY;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.ReceiptBody;
import org.podprotocol.protocol.ReceiptGroup;
import org.podprotocol.protocol.Samples;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;

class JsonFormsTest {
  private static final JsonFactory FACTORY = new JsonFactory();

  private static String json(Envelope envelope) throws Exception {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      EnvelopeJson.write(envelope, out);
    }
    return text.toString();
  }

  private static Envelope envelope(String json) throws Exception {
    try (JsonParser in = FACTORY.createParser(json)) {
      return EnvelopeJson.read(in);
    }
  }

  @Test
  void anEnvelopeIsReadBackAsItWasWritten() throws Exception {
    Envelope root = Samples.text().sign(DOMAIN, KEY);
    Envelope reply =
        Samples.text().inReplyTo(Hash.of(Samples.filled(5))).encrypted(true).sign(DOMAIN, KEY);
    assertEquals(root, envelope(json(root)));
    assertEquals(reply, envelope(json(reply)));
    assertTrue(json(root).contains("\"nonce\":\"18446744073709551614\""));
    assertTrue(json(root).contains("\"inReplyTo\":null"));
    assertEquals(root, envelope(json(root).replace("\"inReplyTo\":null,", "")));
  }

  @Test
  void textThatIsNoEnvelopeIsRefusedWithTheMembersName() throws Exception {
    String json = json(Samples.text().sign(DOMAIN, KEY));
    refused(json.replace("\"flags\":0", "\"flags\":0,\"extra\":1"), "unknown member \"extra\"");
    refused(json.replace("\"flags\":0", "\"flags\":0,\"flags\":0"), "\"flags\" appears twice");
    refused(json.replace("\"flags\":0,", ""), "\"flags\" is missing");
    refused(json.replace("\"flags\":0", "\"flags\":\"0\""), "\"flags\": expected an integer");
    refused(json.replace("\"flags\":0", "\"flags\":0.0"), "\"flags\": expected an integer");
    refused(json.replace("\"flags\":0", "\"flags\":256"), "\"flags\": expected an integer");
    refused(json.replace("\"flags\":0", "\"flags\":null"), "\"flags\": expected an integer");
    refused(json.replace("\"18446744073709551614\"", "7"), "\"nonce\": expected a string");
    refused(json.replace("\"18446744073709551614\"", "\"07\""), "\"nonce\": expected a decimal");
    refused(json.replace("\"18446744073709551614\"", "\"-7\""), "\"nonce\": expected a decimal");
    refused(json.replace("\"18446744073709551614\"", "\"\""), "\"nonce\": expected a decimal");
    refused(
        json.replace("\"18446744073709551614\"", "\"18446744073709551616\""), "\"nonce\" exceeds");
    refused(json.replace("1790000000000", "99999999999999999999"), "\"timestampMs\"");
    refused(json.replace("\"contentHash\":\"", "\"contentHash\":\"AB"), "\"contentHash\"");
    refused(json.replace("\"sender\":\"", "\"sender\":\"0"), "\"sender\"");
    refused("[]", "expected a JSON object");
  }

  private static void refused(String json, String reason) {
    ProtocolException e = assertThrows(ProtocolException.class, () -> envelope(json), json);
    String message = e.getMessage();
    assertTrue(message.contains(reason), message);
  }

  @Test
  void aReceiptIsReadBackAsItWasWritten() throws Exception {
    Envelope envelope = Samples.text().sign(DOMAIN, KEY);
    ReceiptBody one = ReceiptBody.of(Samples.address(6), 41, envelope, DOMAIN, 10, 20, 30);
    ReceiptBody two = ReceiptBody.of(Samples.address(6), 42, envelope, DOMAIN, 10, 20, 30);
    for (Receipt receipt : ReceiptGroup.sign(List.of(one, two), DOMAIN, KEY)) {
      StringWriter text = new StringWriter();
      try (JsonGenerator out = FACTORY.createGenerator(text)) {
        ReceiptJson.write(receipt, out);
      }
      try (JsonParser in = FACTORY.createParser(text.toString())) {
        assertEquals(receipt, ReceiptJson.read(in));
      }
      String longer =
          text.toString()
              .replace("\"path\":[", "\"path\":[" + ("\"" + "00".repeat(32) + "\",").repeat(32));
      try (JsonParser in = FACTORY.createParser(longer)) {
        assertThrows(ProtocolException.class, () -> ReceiptJson.read(in));
      }
    }
  }
}
