package io.moult.demo.interop;

import io.moult.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/** Who a device says it is, and the pre-shared key that shows it. */
record DeviceAccount(String endpoint, String identity, Bytes key) {
    static DeviceAccount of(String endpoint) {
        return new DeviceAccount(
                endpoint, endpoint + "-id", Bytes.wrap(("key-of-" + endpoint).getBytes(StandardCharsets.UTF_8)));
    }
}
