package io.moult.suit.manifest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every command that the SUIT registry names, whether or not this processor supports it: so that a refusal has a name. */
public enum CommandCode {
    VENDOR_IDENTIFIER(1, true),
    CLASS_IDENTIFIER(2, true),
    IMAGE_MATCH(3, true),
    USE_BEFORE(4, true),
    COMPONENT_SLOT(5, true),
    CHECK_CONTENT(6, true),
    DEPENDENCY_INTEGRITY(7, true),
    IS_DEPENDENCY(8, true),
    ABORT(14, true),
    DEVICE_IDENTIFIER(24, true),
    IMAGE_NOT_MATCH(25, true),
    MINIMUM_BATTERY(26, true),
    UPDATE_AUTHORIZED(27, true),
    VERSION(28, true),
    PROCESS_DEPENDENCY(11, false),
    SET_COMPONENT_INDEX(12, false),
    TRY_EACH(15, false),
    WRITE(18, false),
    SET_PARAMETERS(19, false),
    OVERRIDE_PARAMETERS(20, false),
    FETCH(21, false),
    COPY(22, false),
    INVOKE(23, false),
    WAIT(29, false),
    SWAP(31, false),
    RUN_SEQUENCE(32, false),
    UNLINK(33, false),
    OVERRIDE_MULTIPLE(34, false),
    COPY_PARAMS(35, false);

    private static final Map<Long, Optional<CommandCode>> BY_CODE = Arrays.stream(values())
            .map(Optional::of)
            .collect(Collectors.toUnmodifiableMap(one -> (long) one.get().code, Function.identity()));

    private final int code;
    private final boolean condition;
    private final String label;

    CommandCode(int code, boolean condition) {
        this.code = code;
        this.condition = condition;
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int code() {
        return code;
    }

    /** Whether it observes (a condition) or acts (a directive). */
    public boolean isCondition() {
        return condition;
    }

    public static Optional<CommandCode> of(long code) {
        return BY_CODE.getOrDefault(code, Optional.empty());
    }

    /** The name of any number: {@code try-each}, {@code custom-command(-300)}, {@code command(99)}. */
    public static String label(long code) {
        return of(code).map(known -> known.label).orElse((code < 0 ? "custom-command(" : "command(") + code + ")");
    }
}
