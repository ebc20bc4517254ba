package tdsl.tensor.ops;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a row of the op table: a method that declares one op, called once, when the op is first used.
/// The annotation processor derives from it the Java method on tensors, the name that scripts call, the
/// reference page, the Python stub and the tests.
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface TensorOp {
    /// The signature, such as `sum(input: Tensor, dim: int[]? = none) -> Tensor`.
    String value();

    /// Whether there is a variant, named with a trailing underscore, that writes into its first argument.
    boolean inPlace() default false;

    /// Whether only the formulas and gradients of other rows use the op: nothing checks its arguments, and neither
    /// scripts
    /// nor the documentation have it.
    boolean internal() default false;
}
