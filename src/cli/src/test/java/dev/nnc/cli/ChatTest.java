package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A language model learns to answer: the examples tiny-gpt and chat, one behind the other. */
class ChatTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("nnc.root", "../.."), "examples");

  @TempDir Path folder;

  private Session train(String example, Path jar, String data, Object... more) {
    Path file = EXAMPLES.resolve(example).resolve(example + ".nn");
    List<Object> words = new ArrayList<>(List.of("train", file, "-o", jar, "--epochs", 2));
    for (String set : List.of("train.data=" + data, "D=16", "layers=1", "heads=2")) {
      words.addAll(List.of("--set", set));
    }
    words.addAll(Arrays.asList(more));
    return Session.run(words.toArray());
  }

  @Test
  void aLanguageModelGoesOnAsOneThatAnswers() {
    Path reader = folder.resolve("reader.jar");
    String statements = "statements(count: 100, by: \"bytes\")";
    Session first = train("tiny-gpt", reader, statements, "--set", "V=257", "--set", "T=88");
    assertEquals(0, first.code, first.err);
    Path chat = folder.resolve("chat.jar");
    String questions = "questions(count: 60, by: \"bytes\", length: \"asked\")";
    Session second = train("chat", chat, questions, "--weights", reader);
    assertEquals(0, second.code, second.err);
    assertTrue((second.out + second.err).contains("weights: 18 of 18 parameters"), second.err);
    Session talk =
        Session.run("generate", chat, "--prompt", "who are you?", "--length", 20, "--top-p", 0.9);
    assertEquals(0, talk.code, talk.err);
    assertTrue(talk.out.startsWith("who are you?"), talk.out);
  }
}
