package io.moult.suit.verify;

import io.moult.suit.manifest.CommandCode;
import io.moult.suit.manifest.Manifest;
import io.moult.suit.manifest.ParameterCode;
import io.moult.suit.manifest.Section;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a recipient can run. A manifest that asks for more is refused before anything of it runs (draft-ietf-suit-manifest-37
 * section 6.1, draft-ietf-suit-trust-domains-11 section 5.1, draft-ietf-suit-update-management-14 section 1).
 *
 * @param customCommands commands for private use, by their numbers
 * @param customParameters parameters for private use, by their numbers; Moult's own is among the {@code parameters}
 * @param components the most that one manifest may have, dependencies counted
 * @param dependencies whether manifests may depend on others
 * @param manifestComponents whether a manifest may name the component that it is itself
 * @param payloads the most that one envelope may bring
 * @param shape what more a manifest has to be
 */
public record Capabilities(
        Set<CommandCode> commands,
        Set<Long> customCommands,
        Set<ParameterCode> parameters,
        Set<Long> customParameters,
        Set<Section> sections,
        int components,
        boolean dependencies,
        boolean manifestComponents,
        int payloads,
        Shape shape) {
    /** What more a manifest has to be. */
    public enum Shape {
        /** Nothing: whatever the commands say. */
        ANY,
        /** About one image, of which vendor, class, size and digest can be told before anything runs. */
        ONE_IMAGE
    }

    /** A device with one image: what {@code lwm2m-client} and {@code bootloader-emulator} run. */
    public static final Capabilities ONE_IMAGE = new Capabilities(
            EnumSet.of(
                    CommandCode.VENDOR_IDENTIFIER,
                    CommandCode.CLASS_IDENTIFIER,
                    CommandCode.IMAGE_MATCH,
                    CommandCode.COMPONENT_SLOT,
                    CommandCode.OVERRIDE_PARAMETERS,
                    CommandCode.FETCH,
                    CommandCode.WRITE,
                    CommandCode.COPY),
            Set.of(),
            EnumSet.of(
                    ParameterCode.VENDOR_IDENTIFIER,
                    ParameterCode.CLASS_IDENTIFIER,
                    ParameterCode.IMAGE_DIGEST,
                    ParameterCode.IMAGE_SIZE,
                    ParameterCode.COMPONENT_SLOT,
                    ParameterCode.CONTENT,
                    ParameterCode.URI,
                    ParameterCode.SOURCE_COMPONENT,
                    ParameterCode.SECURITY_COUNTER),
            Set.of(),
            EnumSet.of(Section.PAYLOAD_FETCH, Section.INSTALL, Section.VALIDATE),
            1,
            false,
            false,
            1,
            Shape.ONE_IMAGE);

    /** Everything that has a name in the specifications, within the decoder's limits. */
    public static final Capabilities ALL = new Capabilities(
            EnumSet.allOf(CommandCode.class),
            Set.of(),
            EnumSet.allOf(ParameterCode.class),
            Set.of(),
            EnumSet.allOf(Section.class),
            Integer.MAX_VALUE,
            true,
            true,
            Integer.MAX_VALUE,
            Shape.ANY);

    public Capabilities {
        commands = Set.copyOf(commands);
        customCommands = Set.copyOf(customCommands);
        parameters = Set.copyOf(parameters);
        customParameters = Set.copyOf(customParameters);
        sections = Set.copyOf(sections);
        if (shape == Shape.ONE_IMAGE && components != 1) {
            throw new IllegalArgumentException("one image in " + components + " components");
        }
    }

    /** The same without some commands. */
    public Capabilities without(CommandCode... missing) {
        EnumSet<CommandCode> fewer = EnumSet.copyOf(commands);
        fewer.removeAll(Set.of(missing));
        return new Capabilities(
                fewer,
                customCommands,
                parameters,
                customParameters,
                sections,
                components,
                dependencies,
                manifestComponents,
                payloads,
                shape);
    }

    /** The same with what a manifest has for private use: where it is not asked whether a device knows it. */
    public Capabilities withPrivateUseOf(Manifest manifest) {
        PrivateUse found = PrivateUse.of(manifest);
        return new Capabilities(
                commands,
                found.commands(),
                parameters,
                found.parameters(),
                sections,
                components,
                dependencies,
                manifestComponents,
                payloads,
                shape);
    }

    boolean supportsCommand(long code) {
        return CommandCode.of(code).map(commands::contains).orElseGet(() -> customCommands.contains(code));
    }

    boolean supportsParameter(long code) {
        return ParameterCode.of(code).map(parameters::contains).orElseGet(() -> customParameters.contains(code));
    }
}
