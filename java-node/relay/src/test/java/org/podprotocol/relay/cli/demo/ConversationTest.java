package org.podprotocol.relay.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.podprotocol.protocol.TextRule;

final class ConversationTest {
  private final List<Line> lines = Conversation.of(20, 1000, new SplittableRandom(7));

  @Test
  void sizesGoFromOneByteToFourThousand() {
    assertEquals(1, lines.stream().mapToInt(line -> line.content().length).min().orElseThrow());
    assertEquals(4000, lines.stream().mapToInt(line -> line.content().length).max().orElseThrow());
  }

  @Test
  void everyAgentSpeaksAndListensAndNobodyToItself() {
    assertTrue(lines.stream().allMatch(line -> line.from() != line.to()));
    assertEquals(20, lines.stream().map(Line::from).distinct().count());
    assertEquals(20, lines.stream().map(Line::to).distinct().count());
  }

  @Test
  void textIsAcceptableTextAndBinaryIsNot() {
    for (Line line : lines) {
      assertEquals(line.isText(), TextRule.accepts(line.content()));
    }
    assertEquals(100, lines.stream().filter(line -> !line.isText()).count());
  }

  @Test
  void everyWritingSystemIsSpoken() {
    Set<Writing> spoken =
        lines.stream()
            .filter(Line::isText)
            .map(line -> new String(line.content(), StandardCharsets.UTF_8))
            .flatMap(
                text ->
                    EnumSet.allOf(Writing.class).stream()
                        .filter(writing -> text.startsWith(writing.text())))
            .collect(Collectors.toSet());
    assertEquals(EnumSet.allOf(Writing.class), spoken);
  }

  @ParameterizedTest
  @EnumSource
  void textHasExactlyTheBytesAskedForWhateverCutsACharacter(Writing writing)
      throws CharacterCodingException {
    for (int bytes = 1; bytes < 300; bytes++) {
      byte[] text = Conversation.text(writing, bytes);
      assertEquals(bytes, text.length);
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
    }
  }

  @Test
  void anotherSeedIsAnotherConversation() {
    List<Line> other = Conversation.of(20, 1000, new SplittableRandom(8));
    assertNotEquals(lines.stream().map(Line::to).toList(), other.stream().map(Line::to).toList());
  }

  @Test
  void oneAgentHasNobodyToTalkTo() {
    assertThrows(
        IllegalArgumentException.class, () -> Conversation.of(1, 10, new SplittableRandom(7)));
  }
}
