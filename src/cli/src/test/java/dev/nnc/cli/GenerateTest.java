package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that learns which token follows which, and then writes. */
class GenerateTest {
  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void train() throws IOException {
    StringBuilder data = new StringBuilder("letter,next\n");
    for (int i = 0; i < 40; i++) {
      data.append(i % 4).append(',').append((i + 1) % 4).append('\n');
    }
    Files.writeString(folder.resolve("letters.csv"), data);
    Path file =
        Files.writeString(
            folder.resolve("letters.nn"),
            """
            model Letters(V = 4) {
              input  letter: int<V>
              target next: int<V>
              token = embedding(V, 6)
              head  = dense(V)
              logits = letter |> token |> head
              output probability = softmax(logits)
              loss   cross_entropy(logits, next)
              entry write(letter: int<V>) with steps = 0 {
                steps' = steps + 1
                return letter |> token |> head
              }
              entry placed(letter: int<V>, place: int<3>) with places = 0 {
                places' = places + place
                return 0 * places' + (letter |> token |> head)
              }
              entry plain(letter: int<V>) = letter |> token |> head
            }
            train Letters {
              data      = csv("letters.csv")
              optimizer = adam(lr: 0.1)
              batch     = 8
              epochs    = 30
            }
            """);
    jar = folder.resolve("letters.jar");
    Session session = Session.run("train", file, "-o", jar, "--quiet");
    assertEquals(0, session.code, session.toString());
  }

  private Session generate(Object... more) {
    Object[] words = new Object[more.length + 2];
    words[0] = "generate";
    words[1] = jar;
    System.arraycopy(more, 0, words, 2, more.length);
    return Session.run(words);
  }

  @Test
  void writesWhatItLearned() {
    for (String entry : new String[] {"write", "placed"}) {
      Session session =
          generate("--entry", entry, "--tokens", "3,0", "--length", 6, "--temperature", 0);
      assertEquals("1,2,3,0,1,2\n", session.out, session.err);
    }
  }

  @Test
  void theSeedDecides() {
    Object[] hot = {"--entry", "write", "--tokens", "0", "--temperature", 5, "--seed", 1};
    String first = generate(hot).out;
    assertEquals(200, first.strip().split(",").length);
    assertEquals(first, generate(hot).out);
    hot[hot.length - 1] = 2;
    assertNotEquals(first, generate(hot).out);
    Session few = generate("--entry", "write", "--tokens", "0", "--temperature", 5, "--top-k", 1);
    assertTrue(few.out.startsWith("1,2,3,0,"), few.out);
    Session sure = generate("--entry", "write", "--tokens", "0", "--length", 3, "--top-p", 0.5);
    assertEquals("1,2,3\n", sure.out);
  }

  @Test
  void goesOnWithAText() throws IOException {
    Files.writeString(folder.resolve("abc.txt"), "abcd.".repeat(200));
    Path file =
        Files.writeString(
            folder.resolve("text.nn"),
            """
            model Text(T = 10, V = 5, H = 8) {
              input  tokens[T]: int<V>
              target next[T]: int<V>
              letter = embedding(V, H)
              cell = gru_cell(H)
              head = dense(V)
              x = letter(tokens)
              logits = scan t in 0..T with h[H] = 0 {
                h' = cell(x[t], h)
                yield head(h')
              }
              output last = softmax(logits[T - 1])
              loss   mean[t] cross_entropy(logits[t], next[t])
              entry write(token: int<V>) with h[H] = 0 {
                h' = cell(letter(token), h)
                return head(h')
              }
            }
            train Text {
              data      = text("abc.txt")
              optimizer = adam(lr: 0.05)
              batch     = 8
              epochs    = 8
            }
            """);
    jar = folder.resolve("text.jar");
    assertEquals(0, Session.run("train", file, "-o", jar, "--quiet").code);
    Session session = generate("--prompt", "d.ab", "--length", 7, "--top-p", 0.9);
    assertEquals("d.abcd.abcd\n", session.out, session.err);
    Session unknown = generate("--prompt", "abz");
    assertEquals(2, unknown.code);
    assertTrue(unknown.err.contains("\"z\" (U+007A) at place 2"), unknown.err);
    assertTrue(generate("--prompt", "").err.contains("the prompt is empty"));
    assertTrue(generate().err.contains("nothing to go on from"));
    assertTrue(generate("--prompt", "a", "--tokens", 1).err.contains("leave one out"));
  }

  @Test
  void writesFromWhatAnEncoderRead() throws IOException {
    String letters = "abcd";
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < 256; i++) {
      StringBuilder line = new StringBuilder();
      for (int k = 0; k < 1 + i % 3; k++) {
        line.append(letters.charAt((i >> (2 * k)) & 3));
      }
      pairs.append(line).append('\t').append(line).append('\n');
    }
    Files.writeString(folder.resolve("pairs.tsv"), pairs);
    Path file = Path.of(System.getProperty("nnc.root", "../.."), "examples/translate/translate.nn");
    jar = folder.resolve("copy.jar");
    String data = "train.data=lines(\"" + folder.resolve("pairs.tsv") + "\")";
    String[] sizes = {"S=4", "T=4", "V=auto", "E=16", "H=32", "epochs=60"};
    List<Object> words = new ArrayList<>(List.of("train", file, "-o", jar, "--quiet"));
    words.addAll(List.of("--set", data.replace('\\', '/')));
    for (String size : sizes) {
      words.addAll(List.of("--set", size));
    }
    Session session = Session.run(words.toArray());
    assertEquals(0, session.code, session.err);
    for (String text : new String[] {"a", "cb", "dad"}) {
      assertEquals(text + "\n", generate("--source", text, "--temperature", 0).out);
      assertEquals(text + "\n", generate("--source", text, "--beam", 1).out);
      assertEquals(text + "\n", generate("--source", text, "--beam", 3).out);
    }
    assertEquals("da\n", generate("--source", "da", "--prompt", "d", "--beam", 2).out);
    assertTrue(generate("--source", "abcda").err.contains("5 tokens, but the model reads 4"));
    assertTrue(generate("--source", "xy").err.contains("the source: "));
    assertTrue(generate("--source", "a", "--beam", -1).err.contains("--beam must be 1 or more"));
    assertTrue(generate("--prompt", "a").err.contains("decode writes from a source"));
  }

  @Test
  void saysWhatIsWrong() {
    Session choose = generate("--tokens", "0");
    assertEquals(2, choose.code);
    assertTrue(choose.err.contains("--entry write or --entry placed"), choose.err);
    Session plain = generate("--tokens", "0", "--entry", "plain");
    assertEquals(2, plain.code);
    assertTrue(plain.err.contains("plain is no entry that writes"), plain.err);
    Session token = generate("--tokens", "9", "--entry", "write");
    assertEquals(2, token.code);
    assertTrue(token.err.contains("the numbers from 0 to 3"), token.err);
    Session source = generate("--tokens", 1, "--source", "a", "--entry", "write");
    assertEquals(2, source.code);
    assertTrue(source.err.contains("write writes from no source"), source.err);
    Session text = generate("--prompt", "a", "--entry", "write");
    assertEquals(2, text.code);
    assertTrue(text.err.contains("learned from no text"), text.err);
    Session cold = generate("--tokens", "0", "--entry", "write", "--temperature", -1);
    assertEquals(2, cold.code);
    assertTrue(cold.err.contains("temperature must be 0 or more"), cold.err);
  }
}
