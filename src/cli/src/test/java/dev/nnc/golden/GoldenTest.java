package dev.nnc.golden;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Reference values hold: {@code -Dnnc.golden=DIR} runs another folder of the same families. Every
 * case goes through the interpreter and the generated code, to 1e-9 in double and 1e-4 in float.
 */
class GoldenTest {
  @Test
  void everyCaseAgreesWithItsReference() {
    Path folder = folder();
    assumeTrue(Files.isDirectory(folder), "no reference values in " + folder);
    GoldenSuite suite = new GoldenSuite();
    suite.run(folder);
    System.out.println("golden: " + suite.report());
    assertFalse(suite.passed().isEmpty(), "no case was run");
    assertTrue(suite.failed().isEmpty(), () -> String.join("\n", suite.failed()));
  }

  private static Path folder() {
    Path root = Path.of(System.getProperty("nnc.root", "../.."));
    String given = System.getProperty("nnc.golden");
    if (given != null) {
      return root.resolve(given);
    }
    String evidence = System.getProperty("nnc.evidence");
    return evidence != null
        ? root.resolve(evidence).resolve("golden")
        : root.resolve("../shared/evidence/golden").normalize();
  }
}
