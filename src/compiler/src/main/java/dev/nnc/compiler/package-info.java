/**
 * From the text of a .nn file to the bytes of its classes. This page is the map of the compiler.
 *
 * <h2>The path of one model</h2>
 *
 * <p>{@code source} holds texts, places in them, and what is told about them. {@code syntax} turns
 * a text into a tree of records; it alone knows ANTLR. {@code elaborate} gives the tree its
 * meaning: it resolves names, makes instances of layers, runs what is known at compile time, infers
 * the range of every index, and leaves a DAG. Every mistake of a user is found there or before,
 * with its place and a fix; whatever fails later is a bug of the compiler, or a limit that names
 * itself.
 *
 * <p>A model's text is elaborated twice into the same graph, over the same parameters: as training
 * computes it and as inference does. {@code elaborate.Programs} then asks for the gradients and
 * lists the programs of the model, each a set of leaves and a set of results with places in a
 * frame. {@code pass} differentiates, simplifies and prunes; the graph is verified after each pass.
 * {@code plan} takes every decision about how a program is computed. {@code emit} prints the plan
 * as bytecode and decides nothing; it alone knows ASM. {@code interpret} computes programs node by
 * node, in the plainest way, and is what everything else is held against.
 *
 * <h2>Open indices</h2>
 *
 * <p>One idea carries the front end. A value under elaboration is a tensor with <em>open
 * indices</em>: axes along which the formula is written for one element. The batch is the outermost
 * of them and always open, so that code for one example becomes code for many without anybody
 * saying so. {@code x[i]} opens an axis, {@code sum[i]} closes one by reducing it, {@code y[i] = …}
 * closes one by making it an axis of the result, {@code f[s](e)} closes and opens again. A function
 * applied to a value with open indices is applied at each of their places; functions need no rule
 * for that, since operators lay their operands along the union of open indices.
 *
 * <h2>The graph</h2>
 *
 * <p>Nodes are interned: a common subexpression cannot be built twice. The operators are few and
 * closed under differentiation; each is one class with its type rule, its value and its adjoint,
 * and the elementwise ones are the rows of one table. There is no broadcasting: operands have equal
 * shapes, and a view repeats what is smaller. A contraction is a sum of a product of two views,
 * forward and backward alike; the planner sees it as such and materialises neither.
 *
 * <p>One operator is here that a minimal set would not need: {@code Concat}. As a sum of padded
 * views, stacking n columns would cost n squared additions an example, and models over tables stack
 * many.
 *
 * <h2>Loops</h2>
 *
 * <p>A loop is an equation between whole sequences, {@code op.Scan}: what is carried is a leaf with
 * an axis of steps, the body consists of ordinary nodes over such sequences, and the scan says that
 * what is carried into a step is what the step before it computed. So bodies are built, simplified
 * and differentiated like everything else, and whatever does not depend on a carried value is no
 * part of the loop to begin with: there is nothing to move out of it. The derivative is a loop in
 * the other direction, {@code pass.LoopAdjoint}, again an equation between sequences, and may be
 * differentiated again. Only the planner makes loops of it: kernels of the body compute one place
 * along the axis of steps, and are launched once a step.
 *
 * <p>Before a program with loops is planned, {@code plan.Hoist} lays out what each step would pack
 * anew, {@code plan.Remake} lets the way back compute again what a step can make of its neighbours,
 * and what only its own step reads has room for one step.
 *
 * <h2>Deep networks</h2>
 *
 * <p>Kernels are numbered from within: variables, arrays and locals by their first appearance,
 * sizes as literals, places in arrays as parameters. Equal blocks of a network therefore run the
 * same kernels, and in the plan the same sequence of kernels stands there again and again with
 * other arguments. {@code plan.Repeats} finds such stretches and the emitter launches them by a
 * loop, whose arguments are linear in the number of the block or come from a short table. So a
 * network of 48 blocks has hardly more code than one of two, without anybody saying that blocks are
 * equal.
 *
 * <h2>The order of evaluation is part of the meaning</h2>
 *
 * <p>{@code Reduce} defines the order in which elements are combined and where a fused multiply-add
 * stands; every other operator rounds once. Elementary functions are those of {@code
 * dev.nnc.runtime.Numeric}; vector code of them is transcribed from the bytecode of those very
 * methods, {@code emit.Transcription}, and has no formulas of its own. So the bits of a result do
 * not depend on the engine, on how loops are nested, or on the machine, and tests demand equality.
 * Simplification keeps them with rules marked exact; rules that hold for real numbers only are
 * marked as such and can be left out.
 *
 * <h2>Update as epilogue</h2>
 *
 * <p>A step of training is a program for gradients and one for the update of parameters. Where the
 * update goes element by element, {@code pass.FuseUpdate} makes one of both after all passes, so
 * that none of them reassociates across the border; to the planner the update is one more thing to
 * do with a finished sum. New parameters go to an array of their own, which changes places with
 * that of the old ones once they have been found finite: {@code pass.Contagion} proves that this is
 * as good as to look at gradients, which are nowhere to be seen any more.
 *
 * <h2>Memory</h2>
 *
 * <p>A routine runs over a frame of arrays. Each buffer has an array to itself while it lives, and
 * buffers whose lifetimes do not meet share one. A single arena with offsets would be one array the
 * fewer to pass, but HotSpot's C2 does not vectorise a loop that reads and writes one array at
 * different offsets; separate arrays it does.
 *
 * <p>Tasks come in the order of the graph but for small ones on which nothing large depends, such
 * as gradients of weights: {@code plan.Schedule} puts them behind what they read, so that it need
 * not be kept.
 *
 * <p>What the forward pass stores for the backward pass can be computed again instead, within a
 * {@code plan.MemoryLimit}. Equal nodes are one node, so {@code plan.Recompute} moves the program
 * into a graph without sharing, in which the second computation is a node of its own and stands
 * where the backward pass needs it. It comes after all other rewriting, and nothing can merge the
 * two again.
 *
 * <h2>Lanes</h2>
 *
 * <p>A program is planned twice, for two targets. As plain loops it runs anywhere, and C2 makes
 * vector code of what has the one form it likes. Over lanes, {@code plan.Vectorise} turns every
 * loop whose places are computed each for itself into one over the lanes of {@code
 * jdk.incubator.vector}, and {@code plan.TileWriter} writes contractions as tiles of results that
 * stay in registers through the whole sum. Lanes hold different results, never parts of one sum, so
 * that both targets keep the order of evaluation and have the same bits. The number of lanes is a
 * constant only of the running machine: in plans it is a variable, which C2 sees as a constant.
 *
 * <p>A sum along the axis that lies innermost in memory leaves lanes nothing to do: its order is
 * fixed, and the same place of different rows lies far apart. {@code plan.Jam} has eight such rows
 * added up side by side, so that no addition waits for another, and lets lanes compute along each
 * row what is to be added. The greatest and the smallest have no order, and lanes find one each.
 *
 * <p>{@code plan.Tiling} weighs which factor of a contraction gives the rows: it counts
 * multiplications, what has to be packed because it is not read in the order in which it lies, and
 * what has to be stored out of order. A factor that stands in an array at places linear in the
 * index, {@code plan.Affine}, is read where it is; so a convolution is a contraction like any other
 * and its windows are never stored. What {@code plan.Choices} say about a contraction of its {@code
 * plan.Signature} goes before what is weighed; {@code nnc tune} measures them. But places far apart
 * come from pages of their own and meet in the same cache sets: a large matrix is packed, though it
 * could be read as it stands. {@code plan.Blocks} transposes in blocks of cache lines.
 *
 * <p>Where values lie that nobody outside sees is the plan's own affair. Over lanes, {@code
 * plan.Layout} puts those axes of a contraction last along which only its weights move, and what is
 * computed from it follows: neighbours in lanes are then the channels of a convolution, pools and
 * sums by channel included, and no row ends within a vector. {@code plan.Padding} stores what a
 * convolution reads beyond its edges as zeros around the data, so that its windows are linear in
 * the index too. Neither changes the order of a sum.
 *
 * <p>Elementary functions in float are written once, as plain Java in the runtime; {@code
 * emit.Transcription} reads the bytecode of these methods and writes each instruction for lanes.
 *
 * <p>Vector code is far slower than plain code until C2 has compiled it. The runtime therefore
 * begins with plain loops and gets vector code ready aside; see {@code dev.nnc.runtime.Engine}.
 *
 * <h2>Threads</h2>
 *
 * <p>Where a routine has enough work, kernels run over the running thread's part of their outermost
 * axis ({@code Statement.Part}): all threads run the whole routine over their parts, and one of
 * them runs the kernels that are not split. A part is a range of results, so that again no order
 * changes. No thread is handed a task: there is one start a run. {@code plan.Meetings} decides
 * where they wait for each other. What belongs to one example depends on no other, so that kernels
 * split by examples follow each other without a meeting, and a loop of such kernels has none
 * inside.
 *
 * <h2>Who may know whom</h2>
 *
 * <p>Packages depend on those before them only: source, syntax, shape, ir, op, pass, elaborate,
 * plan, interpret, emit, and this one. Differentiation stands before elaboration, because {@code
 * grad} is an expression of the language: it asks for more nodes of the same graph, and therefore
 * nests.
 */
package dev.nnc.compiler;
