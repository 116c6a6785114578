package io.moult.suit.author;

import io.moult.bytes.Bytes;
import io.moult.suit.codec.ManifestEncoder;
import io.moult.suit.manifest.Command;
import io.moult.suit.manifest.CommandSequence;
import io.moult.suit.manifest.Common;
import io.moult.suit.manifest.Directive;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.Member;
import io.moult.suit.manifest.Parameter;
import io.moult.suit.manifest.Parameters;
import io.moult.suit.manifest.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says in a manifest how a payload is encrypted: wherever parameters set its URI, they set the encryption info with it. The
 * digest stays that of the plaintext, which is what a device compares once it has decrypted.
 */
public final class EncryptionEdit {
    private final String uri;
    private final Bytes encryptionInfo;
    private int places;
    private boolean encryptedBefore;

    private EncryptionEdit(String uri, Bytes encryptionInfo) {
        this.uri = uri;
        this.encryptionInfo = encryptionInfo;
    }

    /** What became of it. */
    public sealed interface Result {
        record Edited(Manifest manifest) implements Result {}

        /** @param detail a clause for people */
        record Refused(String detail) implements Result {}
    }

    /** @param encryptionInfo an encoded COSE_Encrypt */
    public static Result of(Manifest manifest, String uri, Bytes encryptionInfo) {
        EncryptionEdit edit = new EncryptionEdit(uri, encryptionInfo);
        Manifest edited = edit.edit(manifest);
        if (edit.encryptedBefore) {
            return new Result.Refused("the payload " + uri + " is encrypted already");
        }
        return edit.places == 0
                ? new Result.Refused("nothing in the manifest fetches " + uri)
                : new Result.Edited(edited);
    }

    /** Whether anything in the manifest sets this URI. */
    public static boolean fetches(Manifest manifest, String uri) {
        EncryptionEdit edit = new EncryptionEdit(uri, Bytes.EMPTY);
        edit.edit(manifest);
        return edit.places > 0 || edit.encryptedBefore;
    }

    private Manifest edit(Manifest manifest) {
        Manifest.Builder builder = new Manifest.Builder(manifest.sequenceNumber())
                .common(new Common(manifest.dependencies(), manifest.components(), edit(manifest.sharedSequence())));
        for (Map.Entry<Section, Member<CommandSequence>> section :
                manifest.sections().entrySet()) {
            builder.section(section.getKey(), edit(section.getValue()));
        }
        manifest.version().ifPresent(builder::version);
        manifest.referenceUri().ifPresent(builder::referenceUri);
        manifest.componentId().ifPresent(builder::componentId);
        manifest.textMember().ifPresent(builder::text);
        manifest.coswidMember().ifPresent(builder::coswid);
        return builder.build();
    }

    private Member<CommandSequence> edit(Member<CommandSequence> member) {
        Optional<CommandSequence> sequence = member.find();
        if (sequence.isEmpty()) {
            return member;
        }
        CommandSequence edited = edit(sequence.get());
        if (edited.equals(sequence.get())) {
            return member;
        }
        return member instanceof Member.Severed<CommandSequence>
                ? ManifestEncoder.sever(edited)
                : new Member.Present<>(edited);
    }

    private CommandSequence edit(CommandSequence sequence) {
        List<Command> commands = new ArrayList<>();
        for (Command command : sequence.commands()) {
            commands.add(edit(command));
        }
        return new CommandSequence(commands);
    }

    private Command edit(Command command) {
        if (command instanceof Directive.OverrideParameters override) {
            return new Directive.OverrideParameters(edit(override.parameters()));
        } else if (command instanceof Directive.SetParameters set) {
            return new Directive.SetParameters(edit(set.parameters()));
        } else if (command instanceof Directive.OverrideMultiple override) {
            return new Directive.OverrideMultiple(override.entries().stream()
                    .map(one -> new Directive.OverrideMultiple.Entry(one.index(), edit(one.parameters())))
                    .toList());
        } else if (command instanceof Directive.RunSequence run) {
            return new Directive.RunSequence(edit(run.sequence()));
        } else if (command instanceof Directive.TryEach tryEach) {
            return new Directive.TryEach(
                    tryEach.attempts().stream().map(this::edit).toList(), tryEach.mayAllFail());
        }
        return command;
    }

    private Parameters edit(Parameters parameters) {
        boolean here = parameters
                .find(Parameter.Uri.class)
                .filter(found -> found.value().equals(uri))
                .isPresent();
        if (!here) {
            return parameters;
        }
        if (parameters.find(Parameter.EncryptionInfo.class).isPresent()) {
            encryptedBefore = true;
            return parameters;
        }
        places++;
        return parameters.overriddenBy(Parameters.of(new Parameter.EncryptionInfo(encryptionInfo)));
    }
}
