package dev.nnc.examples;

import dev.nnc.runtime.Generator;
import dev.nnc.runtime.Sampler;
import dev.nnc.runtime.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sound.midi.InvalidMidiDataException;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import javax.sound.midi.Track;
import music.Music;

/** Lets the model make up a few tunes, prints them, and writes them with their chords as MIDI. */
public final class PlayMusic {
  private static final int TUNES = 4;
  private static final int LONGEST = 127;

  /** Midi ticks of an eighth, at 120 quarters a minute. */
  private static final int EIGHTH = 240;

  private static final Pattern SIGNS = Pattern.compile("\"([A-G])(m?)\"|([A-Ga-g])([0-9]*)|(\\|)");
  private static final String SCALE = "CDEFGAB";
  private static final int[] HALF_TONES = {0, 2, 4, 5, 7, 9, 11};

  private PlayMusic() {}

  /**
   * Runs the program.
   *
   * @param args the MIDI file to write, and perhaps the seed of the tunes
   * @throws IOException if it cannot be written
   * @throws InvalidMidiDataException never, for notes of a scale
   */
  public static void main(String[] args) throws IOException, InvalidMidiDataException {
    Music music = new Music();
    Sampler sampler = Sampler.of(args.length > 1 ? Long.parseLong(args[1]) : 1).temperature(0.5);
    Sequence sequence = new Sequence(Sequence.PPQ, 2 * EIGHTH);
    Track melody = sequence.createTrack();
    Track chords = sequence.createTrack();
    long start = 0;
    for (int i = 0; i < TUNES; i++) {
      String tune = tune(music, sampler);
      System.out.println(tune);
      start = write(tune, start, melody, chords);
    }
    MidiSystem.write(sequence, 1, Path.of(args[0]).toFile());
  }

  /** A tune, from one end of a line to the next. */
  private static String tune(Music music, Sampler sampler) {
    Vocabulary signs = music.vocabulary("signs");
    Generator generator = new Generator(music.session("write", 1), sampler);
    generator.read(signs.encode("\n"));
    StringBuilder tune = new StringBuilder();
    while (tune.length() < LONGEST) {
      String sign = signs.decode(generator.write());
      if (sign.equals("\n")) {
        break;
      }
      tune.append(sign);
    }
    return tune.toString();
  }

  /** Writes a tune in abc notation from a tick on, and gives the one where the next may begin. */
  static long write(String tune, long start, Track melody, Track chords)
      throws InvalidMidiDataException {
    long now = start;
    long bar = start;
    List<Integer> chord = List.of();
    Matcher signs = SIGNS.matcher(tune);
    while (signs.find()) {
      if (signs.group(1) != null) {
        int root = 48 + HALF_TONES[SCALE.indexOf(signs.group(1))];
        chord = List.of(root, root + (signs.group(2).isEmpty() ? 4 : 3), root + 7);
      } else if (signs.group(3) != null) {
        String letter = signs.group(3);
        int octave = Character.isLowerCase(letter.charAt(0)) ? 72 : 60;
        int pitch = octave + HALF_TONES[SCALE.indexOf(letter.toUpperCase(java.util.Locale.ROOT))];
        int eighths = signs.group(4).isEmpty() ? 1 : Integer.parseInt(signs.group(4));
        note(melody, 0, pitch, 90, now, now + (long) eighths * EIGHTH);
        now += (long) eighths * EIGHTH;
      } else {
        for (int pitch : chord) {
          note(chords, 1, pitch, 50, bar, now);
        }
        bar = now;
      }
    }
    return now + 4 * EIGHTH;
  }

  private static void note(Track track, int channel, int pitch, int loud, long from, long to)
      throws InvalidMidiDataException {
    track.add(new MidiEvent(new ShortMessage(ShortMessage.NOTE_ON, channel, pitch, loud), from));
    track.add(new MidiEvent(new ShortMessage(ShortMessage.NOTE_OFF, channel, pitch, 0), to));
  }
}
