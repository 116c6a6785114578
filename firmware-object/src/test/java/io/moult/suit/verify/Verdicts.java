package io.moult.suit.verify;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks into verifications. */
final class Verdicts {
    private Verdicts() {}

    static VerifiedManifest accepted(Verification verification) {
        return verification.fold(Verification.Accepted::manifest, refused -> {
            throw new AssertionError(refused.refusal().toString());
        });
    }

    static Refusal refusal(Verification verification) {
        return verification.fold(
                accepted -> {
                    throw new AssertionError("accepted");
                },
                Verification.Refused::refusal);
    }

    static void assertRefused(Verification verification, RefusalReason reason, Rung reached) {
        assertThat(refusal(verification).reason())
                .as(refusal(verification).toString())
                .isEqualTo(reason);
        assertThat(((Verification.Refused) verification).reached()).isEqualTo(reached);
    }
}
