package io.moult.suit.manifest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    private static final Map<Long, Optional<ParameterCode>> BY_CODE = Arrays.stream(values())
            .map(Optional::of)
            .collect(Collectors.toUnmodifiableMap(one -> (long) one.get().code, Function.identity()));

    private final int code;
    private final String label;

    ParameterCode(int code) {
        this.code = code;
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int code() {
        return code;
    }

    public static Optional<ParameterCode> of(long code) {
        return BY_CODE.getOrDefault(code, Optional.empty());
    }

    /** The name of any number: {@code image-size}, {@code custom-parameter(-300)}, {@code parameter(99)}. */
    public static String label(long code) {
        return of(code).map(known -> known.label).orElse((code < 0 ? "custom-parameter(" : "parameter(") + code + ")");
    }
}
