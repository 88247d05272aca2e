package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fly",
        "train",
        "train a.nn b.nn",
        "train a.nn --epochs many",
        "train a.nn --order backwards",
        "train a.nn --set hidden",
        "train a.nn --precision half",
        "train a.nn --set",
        "predict a.jar",
        "predict --data a.csv",
        "eval a.jar",
        "check",
        "show a.nn --frames",
        "bench",
        "bench a.nn --batch 0",
        "bench a.nn --seconds 0",
        "bench a.nn --top 0",
        "tune",
        "tune a.nn --batch 0",
        "tune a.nn --seconds 0",
        "version --color sometimes",
        "version --threads 0",
        "version --threads 1000",
        "version --engine fast",
      })
  void nonsenseIsAnsweredWithExitCode2(String line) {
    Session session = Session.run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));
    assertEquals(2, session.code, session.toString());
    assertTrue(session.err.startsWith("error: "), session.err);
    assertFalse(session.err.contains("\tat "), session.err);
    assertEquals("", session.out);
  }

  @Test
  void misspelledCommandIsCorrected() {
    assertTrue(Session.run("trian", "a.nn").err.contains("train"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "predict",
        "eval",
        "compile",
        "check",
        "show",
        "bench",
        "tune",
        "gradcheck",
        "init",
        "completion",
        "version"
      })
  void everyCommandHasHelp(String command) {
    Session session = Session.run(command, "--help");
    assertEquals(0, session.code, session.toString());
    assertTrue(session.out.startsWith("Usage: nnc " + command), session.out);
  }

  @Test
  void helpIsColouredOnRequestOnly() {
    assertTrue(Session.run("--help", "--color", "always").out.contains("\u001b["));
    assertTrue(Session.run("--help", "--color=ALWAYS").out.contains("\u001b["));
    assertFalse(Session.run("--help").out.contains("\u001b["));
  }

  @Test
  void versionTellsTheRelease() {
    assertTrue(Session.run("version").out.startsWith("nnc 0."));
  }

  @Test
  void completionIsAShellScript() {
    Session session = Session.run("completion");
    assertEquals(0, session.code);
    assertTrue(session.out.startsWith("#!/usr/bin/env bash"), session.out);
    assertTrue(session.out.contains("gradcheck"), session.out);
  }

  @Test
  void missingFilesAreExitCode3(@TempDir Path folder) throws Exception {
    Path none = folder.resolve("none.nn");
    for (String command :
        new String[] {"train", "compile", "check", "show", "bench", "gradcheck"}) {
      Session session = Session.run(command, none);
      assertEquals(3, session.code, session.toString());
      assertTrue(session.err.contains("no such file"), session.err);
      assertEquals(3, Session.run(command, folder).code);
    }
    Path bytes = Files.write(folder.resolve("bytes.nn"), new byte[] {(byte) 0xff, 0, 1});
    assertEquals(3, Session.run("check", bytes).code);
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar at all");
    for (Path jar : new Path[] {none, text, folder}) {
      Session session = Session.run("predict", jar, "--data", none);
      assertEquals(3, session.code, session.toString());
      assertFalse(session.err.contains("\tat "), session.err);
    }
  }
}
