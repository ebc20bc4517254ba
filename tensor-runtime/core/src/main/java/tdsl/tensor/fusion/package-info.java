/// Pointwise expressions evaluated as one program.
///
/// An expression such as `((a * b + a).tanh() * 2).sum()` would, call by call, write and read again as much memory
/// for every operation as its operands take. Here it becomes a {@link tdsl.tensor.fusion.PointwiseProgram}:
/// instructions that a device carries out for some elements at a time, so that nothing is stored but the result.
///
///     calls → FusedExpression → FusedPlan (one per kinds of leaf) → PointwiseProgram → ProgramKernel of the device
///
/// How a program comes about: the expression is evaluated once on tensors without elements, whose dispatch key
/// {@code TRACE} has kernels that record the operation. So composites need no second description: their formulas
/// run as always and record what they are made of. What was recorded is a {@code Tape}; to differentiate it, the
/// gradient rules of the op table are applied to traced tensors as well, and a program is made of what they record.
/// Forward values that a gradient needs are computed again in it, from the leaves, which are all that is saved.
/// Where the backward pass is itself to be differentiated, the same tape is repeated on real tensors by ordinary
/// calls.
///
/// What does not change: values are those of single calls bit for bit, since each instruction runs the loop of its
/// op, in the dtype that the op's {@link tdsl.tensor.dispatch.TypeRule} says. Sums are added up in blocks of fixed
/// size. Where anything is out of the ordinary — shapes that do not fit, an operation that fails, a leaf of some
/// other kind — there is no result here, and the caller makes the single calls, which report it.
///
/// To see whether something depends on fusion, run with `-Dtdsl.fusion=false`, which has all calls made one by one.
/// Anomaly detection does so too, since it looks at every operation.
///
/// A device that runs programs implements {@link tdsl.tensor.fusion.ProgramBackend}.
package tdsl.tensor.fusion;
