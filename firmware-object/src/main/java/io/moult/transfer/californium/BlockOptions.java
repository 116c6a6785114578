package io.moult.transfer.californium;

import io.moult.transfer.BlockOption;
import io.moult.transfer.BlockSize;
import io.moult.transfer.CoapCode;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.californium.core.coap.CoAP;
import org.jspecify.annotations.Nullable;

/** Californium's values in our types and back. */
final class BlockOptions {
    private BlockOptions() {}

    /** Our option; empty without one or with SZX 7, which belongs to TCP. */
    static Optional<BlockOption> of(org.eclipse.californium.core.coap.@Nullable BlockOption option) {
        if (option == null || option.getSzx() > BlockSize.LARGEST.szx()) {
            return Optional.empty();
        }
        return Optional.of(new BlockOption(option.getNum(), option.isM(), new BlockSize(option.getSzx())));
    }

    static OptionalLong of(@Nullable Integer number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(Integer.toUnsignedLong(number));
    }

    static CoapCode of(CoAP.ResponseCode code) {
        return new CoapCode(code.codeClass, code.codeDetail);
    }

    static CoAP.ResponseCode of(CoapCode code) {
        return CoAP.ResponseCode.valueOf(code.octet());
    }
}
