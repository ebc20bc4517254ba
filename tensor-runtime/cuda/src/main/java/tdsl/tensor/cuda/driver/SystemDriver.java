package tdsl.tensor.cuda.driver;

import java.lang.reflect.InvocationTargetException;
import tdsl.tensor.cuda.driver.JCudaApi.Result;

/// The driver that this process uses: NVIDIA's, or where it finds no GPU the one that the property
/// `tdsl.cuda.substitute` names, a class with a constructor that takes nothing.
public final class SystemDriver {
    private static final String SUBSTITUTE = "tdsl.cuda.substitute";

    private SystemDriver() {}

    public static Result open() {
        Result found = JCudaApi.open();
        String substitute = System.getProperty(SUBSTITUTE);
        return found instanceof Result.Unavailable && substitute != null ? new Result.Found(make(substitute)) : found;
    }

    private static Driver make(String name) {
        try {
            return (Driver) Class.forName(name).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(SUBSTITUTE + ": " + name + " cannot be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(SUBSTITUTE + ": there is no such driver: " + name, e);
        }
    }
}
