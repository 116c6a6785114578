package io.moult.suit.manifest;

import java.util.Locale;
import java.util.Optional;

/** Every parameter that the SUIT registry names, and Moult's own. */
public enum ParameterCode {
    VENDOR_IDENTIFIER(1),
    CLASS_IDENTIFIER(2),
    IMAGE_DIGEST(3),
    USE_BEFORE(4),
    COMPONENT_SLOT(5),
    STRICT_ORDER(12),
    SOFT_FAILURE(13),
    IMAGE_SIZE(14),
    CONTENT(18),
    ENCRYPTION_INFO(19),
    URI(21),
    SOURCE_COMPONENT(22),
    INVOKE_ARGS(23),
    DEVICE_IDENTIFIER(24),
    FETCH_ARGUMENTS(25),
    MINIMUM_BATTERY(26),
    UPDATE_PRIORITY(27),
    VERSION(28),
    WAIT_INFO(29),
    COMPONENT_METADATA(30),
    /** From the range for private use. */
    SECURITY_COUNTER(-256);

    private final int code;

    ParameterCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<ParameterCode> of(long code) {
        for (ParameterCode known : values()) {
            if (known.code == code) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** The name of any number: {@code image-size}, {@code custom-parameter(-300)}, {@code parameter(99)}. */
    public static String label(long code) {
        return of(code).map(known -> known.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse((code < 0 ? "custom-parameter(" : "parameter(") + code + ")");
    }
}
