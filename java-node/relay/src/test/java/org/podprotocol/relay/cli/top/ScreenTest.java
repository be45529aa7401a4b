package org.podprotocol.relay.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static Reading reading(String json) throws Exception {
    return new Reading(
        "8XkNcbr7koqcjoEwsb2Q1hekAnWTKTRWtMs2Nhsk1n9B",
        1_790_000_000_000L,
        new ObjectMapper().readTree(json));
  }

  private static String endpoints(int count) {
    var json = new StringBuilder("{\"relay.ready\":1");
    for (int i = 0; i < count; i++) {
      json.append(",\"chain.endpoint.score{endpoint=node").append(i).append(":80,class=read}\":1");
    }
    return json.append('}').toString();
  }

  @Test
  void moreEndpointsThanFitAreCounted() throws Exception {
    List<String> lines = new Screen(80, 24).lines(reading(endpoints(9)), Optional.empty());
    assertEquals(24, lines.size());
    assertEquals("and 5 more", lines.getLast());
    assertTrue(
        new Screen(80, 40)
            .lines(reading(endpoints(9)), Optional.empty()).stream()
                .noneMatch(line -> line.contains("more")));
  }

  @Test
  void whatTheRelayDoesNotSayIsNotZero() throws Exception {
    String all = String.join("\n", new Screen(80, 24).lines(reading("{}"), Optional.empty()));
    assertTrue(all.contains("memory -"), all);
    assertTrue(all.contains("committer holds -"), all);
  }

  @Test
  void thePartThatIsNotReadyIsNamed() throws Exception {
    String head =
        new Screen(80, 24)
            .lines(
                reading(
                    "{\"relay.ready\":0,\"relay.part.ready{part=chain}\":0,\"relay.part.ready{part=journal}\":1}"),
                Optional.empty())
            .getFirst();
    assertTrue(head.contains("NOT READY: chain"), head);
  }

  @Test
  void theProcessorsUseIsThatSinceTheLastReading() throws Exception {
    Reading before = reading("{\"process.cpu.seconds\":10,\"process.uptime.seconds\":100}");
    Reading now = reading("{\"process.cpu.seconds\":11,\"process.uptime.seconds\":102}");
    assertEquals(50, now.processor(Optional.of(before)).getAsDouble(), 1e-9);
    assertEquals(10, before.processor(Optional.empty()).getAsDouble(), 1e-9);
  }

  @Test
  void figuresKeepToLittleRoom() {
    assertEquals("1,234,567", Figures.whole(1_234_567));
    assertEquals("999 ms", Figures.span(999));
    assertEquals("1.5 s", Figures.span(1_500));
    assertEquals("3 min", Figures.span(180_000));
    assertEquals("3 h", Figures.span(3 * 3_600_000.0));
    assertEquals("4 d", Figures.span(4 * 86_400_000.0));
  }
}
