package tdsl.interpreter.values;

import com.oracle.truffle.api.TruffleLanguage.Env;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.strings.TruffleString;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.TupleValue;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;

/// Where values pass between this language and others. Inside, tensors and other objects of the tensor library are used
/// as they are; outside, each travels in a {@link TensorObject} or {@link OpaqueObject}.
public final class Boundary {
    private Boundary() {}

    /// A value of this language as other languages may hold it.
    public static Object toForeign(Object value) {
        return switch (value) {
            case Tensor tensor -> new TensorObject(tensor);
            case TruffleObject object -> object;
            case Long _, Double _, Boolean _, String _ -> value;
            default -> new OpaqueObject(value);
        };
    }

    /// Whether a value may be asked in the way that values of all languages are; tensors and others of the library's
    /// objects may not.
    public static boolean answersMessages(Object value) {
        return switch (value) {
            case TruffleObject _, Long _, Double _, Boolean _, String _ -> true;
            default -> false;
        };
    }

    /// A value of another language as this one uses it: numbers of two kinds, strings, none, and tensors unwrapped.
    public static Object toScript(Object value) {
        return switch (value) {
            case Long _, Double _, Boolean _, String _ -> value;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Float number -> number.doubleValue();
            case Character character -> character.toString();
            case TruffleString text -> text.toJavaStringUncached();
            case TensorObject object -> object.tensor();
            case OpaqueObject object -> object.value();
            case TruffleObject object -> foreignToScript(object);
            default -> throw new IllegalArgumentException("not a value: " + value.getClass());
        };
    }

    /// A Java object that this language knows itself, such as a tensor, out of its wrapper; anything else as it is.
    private static Object fromHost(TruffleObject object) {
        Env env = TdslContext.get(null).env();
        if (!env.isHostObject(object)) {
            return object;
        }
        Object host = env.asHostObject(object);
        return host instanceof Tensor || host instanceof DType || host instanceof Device ? host : object;
    }

    /// A Java object as one that every language may hold, but only the host looks into.
    public static Object toHost(TdslContext context, Object object) {
        return context.env().asGuestValue(object);
    }

    /// An array of another language.
    public static boolean isForeignArray(Object value) {
        return value instanceof TruffleObject
                && !(value instanceof ListValue || value instanceof TupleValue || value instanceof RangeValue)
                && InteropLibrary.getUncached().hasArrayElements(value);
    }

    public static Object[] toScript(Object[] values) {
        Object[] converted = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            converted[i] = toScript(values[i]);
        }
        return converted;
    }

    private static Object foreignToScript(TruffleObject object) {
        InteropLibrary library = InteropLibrary.getUncached(object);
        try {
            if (library.isNull(object)) {
                return None.VALUE;
            }
            if (library.isString(object)) {
                return library.asString(object);
            }
            if (library.isBoolean(object)) {
                return library.asBoolean(object);
            }
            if (library.fitsInLong(object)) {
                return library.asLong(object);
            }
            return library.fitsInDouble(object) ? (Object) library.asDouble(object) : fromHost(object);
        } catch (UnsupportedMessageException e) {
            throw new IllegalStateException("a foreign object denies what it said it was", e);
        }
    }
}
