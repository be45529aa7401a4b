package org.podprotocol.solana.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class InvocationLogTest {

  private static final String A = "A".repeat(40);
  private static final String B = "B".repeat(40);

  @Test
  void linesBelongToTheProgramOnTopOfTheStack() {
    InvocationLog log =
        InvocationLog.parse(
            List.of(
                "Program ComputeBudget111111111111111111111111111111 invoke [1]",
                "Program ComputeBudget111111111111111111111111111111 success",
                "Program " + A + " invoke [1]",
                "Program log: before",
                "Program " + B + " invoke [2]",
                "Program data: AQI= Aw==",
                "Program " + B + " consumed 100 of 1000 compute units",
                "Program return: " + B + " AQ==",
                "Program " + B + " success",
                "Program log: after",
                "Program " + A + " success"));
    assertEquals(List.of(A, B, A), log.lines().stream().map(InvocationLog.Line::program).toList());
    assertEquals(List.of(1, 2, 1), log.lines().stream().map(InvocationLog.Line::depth).toList());
    assertTrue(log.lines().stream().allMatch(line -> line.outerIndex() == 1));
    assertArrayEquals(new byte[] {1, 2}, log.lines().get(1).data().get(0));
    assertArrayEquals(new byte[] {3}, log.lines().get(1).data().get(1));
    assertFalse(log.truncated());
  }

  @Test
  void aFailedCallLeavesTheStackAndItsLinesAreMarked() {
    InvocationLog log =
        InvocationLog.parse(
            List.of(
                "Program " + A + " invoke [1]",
                "Program " + B + " invoke [2]",
                "Program log: in vain",
                "Program " + B + " failed: custom program error: 0x1",
                "Program log: caught",
                "Program " + A + " success"));
    assertEquals(
        List.of(true, false), log.lines().stream().map(InvocationLog.Line::failed).toList());
    assertEquals(A, log.lines().get(1).program());
  }

  @Test
  void programsCannotForgeTheRuntimesLines() {
    InvocationLog log =
        InvocationLog.parse(
            List.of(
                "Program " + A + " invoke [1]",
                "Program log: Program " + B + " invoke [2]",
                "Program log: Program " + A + " success",
                "Program data: AQ==",
                "Program " + A + " success"));
    assertTrue(log.lines().stream().allMatch(line -> line.program().equals(A)));
    assertEquals(3, log.lines().size());
  }

  @Test
  void truncationIsTold() {
    assertTrue(
        InvocationLog.parse(List.of("Program " + A + " invoke [1]", "Log truncated")).truncated());
  }

  @Test
  void refusesWhatIsNoStack() {
    assertThrows(
        IllegalArgumentException.class,
        () -> InvocationLog.parse(List.of("Program " + A + " success")));
    assertThrows(
        IllegalArgumentException.class,
        () -> InvocationLog.parse(List.of("Program " + A + " invoke [2]")));
    assertThrows(
        IllegalArgumentException.class, () -> InvocationLog.parse(List.of("Program log: x")));
  }
}
