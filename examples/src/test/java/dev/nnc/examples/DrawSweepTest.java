package dev.nnc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawSweepTest {
  @TempDir Path folder;

  @Test
  void drawsAFieldForEachRun() throws Exception {
    Path table =
        Files.writeString(
            folder.resolve("sweep.csv"),
            """
            hidden,depth,parameters,test accuracy,outcome
            4,1,17,0.552,ok
            4,2,37,0.676,ok
            16,1,65,0.578,ok
            16,2,1337,0.908,ok
            """);
    Path svg = folder.resolve("sweep.svg");
    DrawSweep.main(new String[] {table.toString(), "test accuracy", svg.toString()});
    String text = Files.readString(svg);
    assertEquals(1 + 4, text.split("<rect", -1).length - 1);
    for (String shown : new String[] {">0.91<", ">1,337 weights<", ">hidden 16<", ">depth 2<"}) {
      assertTrue(text.contains(shown), shown);
    }
    assertTrue(text.contains("fill=\"#f6ecdb\"") && text.contains("fill=\"#216688\""), text);
    assertThrows(
        IllegalArgumentException.class,
        () -> DrawSweep.main(new String[] {table.toString(), "loss", svg.toString()}));
  }
}
