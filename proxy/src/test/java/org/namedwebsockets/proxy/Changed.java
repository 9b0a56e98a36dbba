package org.namedwebsockets.proxy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Copies of bounds of which some are others, so that a test names only those it is about. */
public final class Changed {
  private Changed() {}

  /** A record with other values for the components of these names. */
  public static <R extends Record> R of(R record, Map<String, ?> others) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        Object value = others.get(components[i].getName());
        values[i] = value != null ? value : components[i].getAccessor().invoke(record);
      }
      @SuppressWarnings("unchecked") // the very class of what was given
      R changed = (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
      return changed;
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw new AssertionError(refused);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
