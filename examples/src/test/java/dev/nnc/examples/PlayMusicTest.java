package dev.nnc.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlayMusicTest {
  @Test
  void notesAndChordsOfATuneAreWritten(@TempDir Path folder) throws Exception {
    Sequence sequence = new Sequence(Sequence.PPQ, 480);
    Track melody = sequence.createTrack();
    Track chords = sequence.createTrack();
    long end = PlayMusic.write("\"Am\"A2c4d2|\"C\"c8|", 0, melody, chords);
    assertEquals(20 * 240, end, "two bars and a rest of four eighths");
    Path file = folder.resolve("tune.mid");
    MidiSystem.write(sequence, 1, file.toFile());
    Sequence read = MidiSystem.getSequence(file.toFile());
    assertArrayEquals(new int[] {69, 72, 74, 72}, pitches(read.getTracks()[0]));
    assertArrayEquals(new int[] {57, 60, 64, 48, 52, 55}, pitches(read.getTracks()[1]));
    assertEquals(16 * 240, read.getTickLength());
  }

  private static int[] pitches(Track track) {
    int[] found = new int[track.size()];
    int count = 0;
    for (int i = 0; i < track.size(); i++) {
      if (track.get(i).getMessage() instanceof ShortMessage message
          && message.getCommand() == ShortMessage.NOTE_ON) {
        found[count++] = message.getData1();
      }
    }
    return java.util.Arrays.copyOf(found, count);
  }
}
