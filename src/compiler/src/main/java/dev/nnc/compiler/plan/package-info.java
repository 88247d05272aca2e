/**
 * Every decision between the graph and the code: what is stored and what is computed in place, what
 * shares a loop nest, in which order loops run, how sums of products are blocked, which array holds
 * which value, where threads meet.
 *
 * <p>The way of a program, in {@link dev.nnc.compiler.plan.Planner}: {@code Prepared} rewrites it
 * for a target ({@code Remake} and {@code Hoist} for loops, {@code Layout} and {@code Padding} over
 * lanes, where {@code Crosswise} says what lies across); {@code Materialise} says which values have
 * arrays; {@code Placement} gives them buffers; {@code Fusion} makes tasks of them and {@code
 * Schedule} puts these in order; {@code NestWriter} writes the kernel of a task, sums of products
 * by {@code ContractionWriter} or, over lanes, by {@code TileWriter}, as {@code Contraction} and
 * {@code Tiling} have cut them, or as {@code Choices} say. What a {@code KernelWriter} has written
 * is improved statement by statement: {@code Jam}, {@code Rows}, {@code Clip} with {@code Margins},
 * {@code Blocks}, {@code Vectorise}. In the end {@code Meetings} says where threads wait for each
 * other, {@code Repeats} finds what stands there again and again, and {@code OneExample} writes a
 * small plan for a batch of one, by {@code Specialise}. Where memory is limited, {@code
 * MemorySearch} tries what {@code Recomputations} proposes for the {@code Tape} of the forward
 * pass, and {@code Recompute} rewrites the program.
 */
package dev.nnc.compiler.plan;
