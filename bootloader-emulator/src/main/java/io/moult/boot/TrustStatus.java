package io.moult.boot;

import io.moult.boot.otp.DeviceTrust;
import io.moult.suit.verify.AuthorisationPolicy;
import io.moult.suit.verify.Authority;
import io.moult.suit.verify.Constraints;
import io.moult.suit.verify.Permissions;
import io.moult.suit.verify.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whom a device believes now, for {@link DeviceStatus}. */
final class TrustStatus {
    private TrustStatus() {}

    static Map<String, Object> of(DeviceTrust trust) {
        AuthorisationPolicy policy = trust.policy();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("policy", !policy.anySigner());
        map.put("sequenceNumber", Long.toUnsignedString(trust.history().sequenceNumber()));
        map.put("changes", trust.changes());
        map.put("authors", policy.authors());
        map.put("operators", policy.operators());
        map.put("production", policy.production());
        map.put(
                "authorities",
                policy.authorities().stream().map(TrustStatus::of).toList());
        return map;
    }

    private static Map<String, Object> of(Authority authority) {
        List<String> roles =
                authority.roles().stream().sorted().map(Role::label).toList();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("fingerprint", authority.anchor().keyId().hex());
        map.put("thumbprint", authority.anchor().key().thumbprint().hex());
        map.put("roles", roles);
        map.put(
                "limited",
                !authority.permissions().equals(Permissions.ALL)
                        || !authority.constraints().equals(Constraints.NONE));
        return map;
    }
}
