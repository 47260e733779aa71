package org.sealward.envelope;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * One file of test vectors: named cases with inputs, intermediate values and outputs. Byte strings
 * are hex, except in records on the wire, which are as the protocol writes them.
 */
public final class VectorFile {
  private final String name;
  private final String section;
  private final List<Case> cases = new ArrayList<>();

  public VectorFile(String name, String section) {
    this.name = name;
    this.section = section;
  }

  /** A case in the making: fields in the order they were put. */
  public static final class Case {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    public Case put(String field, Object value) {
      fields.put(field, json(value));
      return this;
    }

    public Case hex(String field, Bytes value) {
      return put(field, value.hex());
    }

    Case hex(String field, SecretBytes value) {
      return put(field, Bytes.of(value.toArray()).hex());
    }

    /** A long byte string by its length and hash. */
    Case digest(String field, Bytes value) {
      return put(field + "Length", value.length()).hex(field + "Sha256", Hash.of(value));
    }

    /** The failure class of what {@code call} throws; it must throw. */
    public Case failure(ThrowingCallable call) {
      return put("failure", Refusals.of(call).name());
    }
  }

  /** An object inside of a case. */
  public static Case part() {
    return new Case();
  }

  public Case add(String title) {
    Case added = new Case();
    added.put("name", title);
    cases.add(added);
    return added;
  }

  String fileName() {
    return name + ".json";
  }

  int size() {
    return cases.size();
  }

  String text() {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("protocol", "sealward/v1");
    whole.put("suite", 1);
    whole.put("section", section);
    whole.put("cases", cases.stream().map(c -> (Object) c.fields).toList());
    StringBuilder out = new StringBuilder();
    write(whole, "", out);
    return out.append('\n').toString();
  }

  /** A record as its JSON shape: components in order, absent ones left out. */
  private static Object json(Object value) {
    return switch (value) {
      case UUID id -> id.toString();
      case Bytes bytes -> bytes.base64Url();
      case Instant time -> time.toEpochMilli();
      case BundleKind kind -> kind.wire();
      case MemberRole role -> role.wire();
      case VaultMethod method -> method.wire();
      case AssistSecret secret -> secret.number();
      case List<?> list -> list.stream().map(e -> json(e)).toList();
      case Case part -> part.fields;
      case Record record -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
          try {
            Object part = component.getAccessor().invoke(record);
            if (part != null) {
              fields.put(component.getName(), json(part));
            }
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        }
        yield fields;
      }
      default -> value;
    };
  }

  private static void write(Object value, String indent, StringBuilder out) {
    switch (value) {
      case Map<?, ?> map -> {
        String separator = "{\n";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(separator).append(indent).append("  \"").append(entry.getKey()).append("\": ");
          write(entry.getValue(), indent + "  ", out);
          separator = ",\n";
        }
        out.append('\n').append(indent).append('}');
      }
      case List<?> list when list.isEmpty() -> out.append("[]");
      case List<?> list -> {
        String separator = "[\n";
        for (Object element : list) {
          out.append(separator).append(indent).append("  ");
          write(element, indent + "  ", out);
          separator = ",\n";
        }
        out.append('\n').append(indent).append(']');
      }
      case String text -> out.append('"').append(escaped(text)).append('"');
      default -> out.append(value);
    }
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
