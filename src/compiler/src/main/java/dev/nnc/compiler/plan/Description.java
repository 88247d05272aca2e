package dev.nnc.compiler.plan;

import dev.nnc.runtime.Slot;
import java.util.List;
import java.util.Map;

/** A plan as text. */
final class Description {
  private final Plan plan;
  private final StringBuilder text = new StringBuilder();
  private final Map<Kernel, Integer> numbers;

  Description(Plan plan) {
    this.plan = plan;
    numbers = plan.numbers();
    plan.forOne().forEach(launch -> Plan.number(launch.kernel(), numbers));
  }

  String text() {
    text.append("plan ").append(plan.name()).append(": ").append(plan.launches().size());
    text.append(" launches of ").append(plan.kernels()).append(" kernels, scratch ");
    text.append(plan.scratchPerExample()).append(" numbers an example and ");
    text.append(plan.scratchFixed()).append(" fixed");
    text.append(plan.work() > 0 ? ", split between threads\n" : "\n");
    arrays();
    int step = 0;
    for (Launch launch : plan.launches()) {
      if (plan.work() > 0 && plan.meetings().contains(step)) {
        text.append("threads meet\n");
      }
      loop(step);
      repeat(step);
      launch("step " + step++, launch);
    }
    for (Launch launch : plan.forOne()) {
      launch("for one example", launch);
    }
    numbers.forEach(
        (kernel, number) -> {
          text.append("kernel ").append(number).append(":\n");
          body(kernel.body(), 1);
        });
    return text.toString();
  }

  private void launch(String title, Launch launch) {
    text.append(title).append(": kernel ").append(numbers.get(launch.kernel())).append(" on ");
    for (int i = 0; i < launch.arrays().size(); i++) {
      text.append(i == 0 ? "" : ", ").append('a').append(launch.kernel().arrays().get(i));
      text.append('=').append(source(launch.arrays().get(i)));
    }
    for (int i = 0; i < launch.ints().size(); i++) {
      text.append(", i").append(launch.kernel().ints().get(i)).append('=');
      int value = launch.ints().get(i);
      text.append(value == Launch.STEP ? "t" : String.valueOf(value));
    }
    text.append("  // ").append(launch.label()).append('\n');
  }

  private void loop(int step) {
    for (Plan.Loop loop : plan.loops()) {
      if (loop.from() == step) {
        text.append(plan.work() > 0 && loop.meets() ? "threads meet\n" : "");
        text.append("for t from ").append(loop.reversed() ? loop.steps() - 1 : 0);
        text.append(" to ").append(loop.reversed() ? 0 : loop.steps() - 1);
        text.append(": steps ").append(loop.from()).append(" to ").append(loop.to() - 1);
        text.append('\n');
      }
    }
  }

  private void repeat(int step) {
    for (Plan.Repeat repeat : plan.repeats()) {
      if (repeat.from() == step) {
        text.append(repeat.times()).append(" times the same kernels: steps ");
        text.append(repeat.from()).append(" to ").append(repeat.to() - 1);
        text.append(", ").append(repeat.period()).append(" each\n");
      }
    }
  }

  private String source(Launch.Source source) {
    return source instanceof Launch.FrameArray array
        ? plan.slots().get(array.index()).name()
        : "table" + ((Launch.Table) source).index();
  }

  private void arrays() {
    int next = 0;
    while (next < plan.slots().size()) {
      int first = next;
      Slot slot = plan.slots().get(first);
      int end = plan.run(first);
      do {
        next++;
      } while (next < end && plan.slots().get(next).sameSize(slot));
      text.append("array ").append(slot.name());
      text.append(next - first == 1 ? "" : " to " + plan.slots().get(next - 1).name()).append('[');
      text.append(slot.perExample() > 0 ? slot.perExample() + "*batch" : "");
      text.append(slot.perExample() > 0 && slot.fixed() > 0 ? "+" : "");
      text.append(slot.fixed() > 0 || slot.perExample() == 0 ? slot.fixed() : "").append(']');
      text.append('\n');
    }
    for (Plan.Held held : plan.buffers()) {
      text.append("  ").append(plan.slots().get(held.slot()).name()).append(" from ");
      text.append(held.offset()).append(": ").append(held.label()).append(", ");
      text.append(held.size()).append(held.batched() ? "*batch" : "").append(", steps ");
      text.append(held.first()).append(" to ").append(held.last()).append('\n');
    }
  }

  private void body(List<Statement> body, int depth) {
    for (Statement s : body) {
      text.append("  ".repeat(depth));
      if (s instanceof Statement.Loop loop) {
        text.append("for i").append(loop.variable()).append(" from ").append(loop.from());
        text.append(" until ").append(loop.to());
        text.append(loop.step() == 1 ? "" : " by " + loop.step()).append('\n');
        body(loop.body(), depth + 1);
      } else if (s instanceof Statement.Lanes lanes) {
        text.append("lanes i").append(lanes.variable()).append(" from ").append(lanes.from());
        text.append(" until ").append(lanes.to()).append(" by ");
        text.append(lanes.vectors()).append(lanes.vectors() == 1 ? " vector\n" : " vectors\n");
        body(lanes.body(), depth + 1);
      } else if (s instanceof Statement.Fold fold) {
        text.append("t").append(fold.local()).append(" of each lane to a").append(fold.array());
        text.append('[').append(fold.at()).append("...] after\n");
        body(List.of(fold.loop()), depth + 1);
      } else if (s instanceof Statement.When when) {
        text.append("if ").append(when.index()).append(" < ").append(when.bound()).append('\n');
        body(when.body(), depth + 1);
        if (!when.otherwise().isEmpty()) {
          text.append("  ".repeat(depth)).append("else\n");
          body(when.otherwise(), depth + 1);
        }
      } else {
        text.append(simple(s)).append('\n');
      }
    }
  }

  private String simple(Statement s) {
    if (s instanceof Statement.Let let) {
      return "t" + let.local() + " = " + let.value();
    } else if (s instanceof Statement.Store store) {
      return "a" + store.array() + "[" + store.at() + "] = " + store.value();
    } else if (s instanceof Statement.Least least) {
      return "i" + least.variable() + " = min(" + least.a() + ", " + least.b() + ")";
    } else if (s instanceof Statement.Part part) {
      return "i" + part.first() + " until i" + part.end() + " = our part of " + part.extent();
    } else if (s instanceof Statement.Place place) {
      return "i" + place.variable() + " = place(" + place.value() + " of " + place.size() + ")";
    } else if (s instanceof Statement.Key key) {
      String row = key.row() == null ? "" : ", example " + key.row();
      return "uniform" + key.key() + " = random(site " + key.site() + row + ")";
    } else if (s instanceof Statement.Line line) {
      return "// " + line.source() + ":" + line.line();
    } else if (s instanceof Statement.Row row) {
      return "a" + row.array() + " = array " + row.slot();
    } else if (s instanceof Statement.Copy copy) {
      String from = "a" + copy.source() + "[" + copy.from() + "...]";
      return "a" + copy.target() + "[" + copy.to() + "...] = " + copy.count() + " of " + from;
    } else if (s instanceof Statement.Call call) {
      return "kernel " + numbers.get(call.kernel()) + " " + call.arrays() + " " + call.ints();
    }
    throw new IllegalStateException("not a simple statement: " + s);
  }
}
