package tdsl.tensor.cpu.random;

import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.random.Generator;

/// Poisson numbers. How many words an element takes depends on them, so each element has a stream of its
/// own.
final class PoissonKernel {
    /// From this rate on numbers are drawn by rejection, below by adding up exponential times.
    private static final double LARGE_RATE = 10;

    private PoissonKernel() {}

    static Tensor run(Args args) {
        Tensor rates = args.tensor(0).contiguous();
        if (!rates.dtype().isFloating()) {
            throw new DTypeException("poisson: takes floating rates, not %s", rates.describe());
        }
        Tensor out = Tensor.empty(rates.dtype(), rates.shape());
        Generator.Stream stream = Generator.standard().reserve(rates.elementCount());
        Parallel.forRange(rates.elementCount(), 1024, (begin, end) -> {
            for (long i = begin; i < end; i++) {
                double rate = realAt(
                        rates.storage().segment(), rates.dtype(), rates.layout().offset() + i);
                if (!(rate >= 0)) {
                    throw new ValueException("poisson: a rate is %s, but rates are at least 0", rate);
                }
                Uniforms uniforms = new Uniforms(stream, i);
                double number = rate < LARGE_RATE ? small(rate, uniforms) : large(rate, uniforms);
                putReal(out.storage().segment(), out.dtype(), i, number);
            }
        });
        return out;
    }

    /// Uniform numbers in `(0, 1]` for one element.
    private static final class Uniforms {
        private final Generator.Stream stream;
        private final long element;
        private final int[] words = new int[4];
        private int taken;

        Uniforms(Generator.Stream stream, long element) {
            this.stream = stream;
            this.element = element;
        }

        double next() {
            if (taken % 2 == 0) {
                stream.block(element, taken / 2, words);
            }
            int first = 2 * (taken++ % 2);
            return 1 - RandomKernels.unit(words[first], words[first + 1]);
        }
    }

    /// How many exponential times fit into `rate`.
    private static double small(double rate, Uniforms uniforms) {
        double time = 0;
        for (int number = 0; ; number++) {
            time -= PortableMath.log(uniforms.next());
            if (time >= rate) {
                return number;
            }
        }
    }

    /// Transformed rejection, algorithm PTRS of Hörmann, "The transformed rejection method for generating
    /// Poisson random variables" (1993).
    private static double large(double rate, Uniforms uniforms) {
        double logRate = PortableMath.log(rate);
        double b = 0.931 + 2.53 * Math.sqrt(rate);
        double a = -0.059 + 0.02483 * b;
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        double acceptance = 0.9277 - 3.6224 / (b - 2);
        while (true) {
            double u = uniforms.next() - 0.5;
            double v = uniforms.next();
            double us = 0.5 - Math.abs(u);
            double number = Math.floor((2 * a / us + b) * u + rate + 0.43);
            if (us >= 0.07 && v <= acceptance) {
                return number;
            }
            if (number < 0 || us < 0.013 && v > us) {
                continue;
            }
            double bound = PortableMath.log(v * inverseAlpha / (a / (us * us) + b));
            if (bound <= number * logRate - rate - PortableMath.logFactorial(number)) {
                return number;
            }
        }
    }
}
