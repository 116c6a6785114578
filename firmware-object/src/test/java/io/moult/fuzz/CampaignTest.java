package io.moult.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.moult.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The campaigns of a night. With {@code -Dmoult.fuzz.runs=N} each target runs N times instead of as often as it says, with
 * {@code -Dmoult.fuzz.targets=cbor,key-file} only these do. {@code -Dmoult.fuzz.seeds=true} makes the seeds anew before,
 * {@code -Dmoult.fuzz.keep=true} puts what was found worth keeping into the corpora afterwards.
 */
@Tag("nightly")
class CampaignTest {
    @Test
    void campaign_overAllTargets_findsNothing() throws IOException, InterruptedException {
        Campaign campaign = new Campaign(Path.of("target/fuzz"), FuzzEntry.class);
        List<Campaign.Figures> all = new ArrayList<>();

        for (FuzzTarget target : targets()) {
            if (Boolean.getBoolean("moult.fuzz.seeds")) {
                Seeds.write(target);
            }
            all.add(campaign.run(target, Long.getLong("moult.fuzz.runs", target.runs())));
        }

        Campaign.print(all, System.out);
        if (Boolean.getBoolean("moult.fuzz.keep")) {
            for (FuzzTarget target : targets()) {
                campaign.keep(target);
            }
        }
        assertThat(all).isNotEmpty().allSatisfy(one -> {
            assertThat(one.exitStatus()).as(one.log().toString()).isZero();
            assertThat(one.runs()).isPositive();
            assertThat(one.coverage()).as("what the target covers").isPositive();
        });
    }

    @Test
    void campaign_overATargetThatFails_saysSoAndKeepsTheInput(@TempDir Path work)
            throws IOException, InterruptedException {
        Campaign campaign = new Campaign(work, Faulty.class);

        Campaign.Figures figures = campaign.run(FuzzTarget.CBOR, 1_000_000);

        assertThat(figures.clean()).isFalse();
        assertThat(Files.readString(figures.log(), StandardCharsets.ISO_8859_1)).contains(Faulty.FAULT);
        try (var files = Files.list(figures.log().getParent())) {
            assertThat(files).anyMatch(file -> file.getFileName().toString().startsWith("finding-"));
        }
    }

    private static List<FuzzTarget> targets() {
        String named = System.getProperty("moult.fuzz.targets", "");
        return named.isEmpty()
                ? List.of(FuzzTarget.values())
                : Arrays.stream(named.split(",")).map(FuzzTarget::of).toList();
    }

    /** Has a fault that an input must be looked for to show. */
    public static final class Faulty {
        static final String FAULT = "the fault on purpose";

        private Faulty() {}

        public static void fuzzerTestOneInput(byte[] octets) {
            if (FuzzTarget.CBOR.takes(Bytes.wrap(octets)) && octets.length > 5 && octets[0] == (byte) 0x85) {
                throw new IllegalStateException(FAULT);
            }
        }
    }
}
