package io.moult.client;

import io.moult.transfer.CoapCode;
import java.util.Objects;

/** What a write or an execute on the Firmware Update object is answered with. */
public record Reply(CoapCode code, String diagnostic) {
    /** 2.04. */
    public static final Reply CHANGED = new Reply(CoapCode.CHANGED, "");

    public Reply {
        Objects.requireNonNull(code);
        Objects.requireNonNull(diagnostic);
    }

    public boolean isSuccess() {
        return code.isSuccess();
    }
}
