package io.moult.demo.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noConstructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.moult.bytes.Bytes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the pieces owe each other, over the classes of all modules. A rule whose subject does not exist fails: a room
 * that is renamed does not slip out of its rule.
 */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.moult");

    /** Values in, values out: no socket, file, thread, clock or log. */
    private static final String[] PURE = {
        "io.moult.bytes",
        "io.moult.cbor",
        "io.moult.suit.manifest",
        "io.moult.suit.codec",
        "io.moult.suit.verify",
        "io.moult.suit.process",
        "io.moult.transfer",
        "io.moult.updateobject",
        "io.moult.boot.swap"
    };

    private static final String[] SQL = {
        "org.jdbi..", "java.sql..", "javax.sql..", "org.flywaydb..", "com.zaxxer.hikari..", "org.sqlite.."
    };

    private static final DescribedPredicate<JavaClass> ANY_SOCKET = describe(
            "a socket or address of the network",
            type -> (type.getPackageName().equals("java.net") && !type.getName().startsWith("java.net.URI"))
                    || type.getPackageName().startsWith("javax.net")
                    || type.getName().matches("java\\.nio\\.channels\\..*(Socket|Datagram|Multicast).*"));

    private static final DescribedPredicate<JavaClass> ANY_FILE = describe(
            "a file",
            type -> type.getPackageName().startsWith("java.nio.file")
                    || type.getName().matches("java\\.io\\.(File.*|RandomAccessFile)")
                    || type.getName().matches("java\\.nio\\.channels\\..*File.*"));

    private static final DescribedPredicate<JavaClass> ANY_THREAD = describe(
            "a thread or an executor",
            type -> Set.of("java.lang.Thread", "java.lang.ThreadLocal", "java.util.Timer")
                            .contains(type.getName())
                    || type.getName()
                            .matches("java\\.util\\.concurrent\\.(.*Execut.*|.*Future.*|ForkJoin.*|locks\\..*)"));

    private static final DescribedPredicate<JavaClass> ANY_CLOCK = describe(
            "a clock",
            type -> Set.of("java.time.Clock", "java.time.InstantSource").contains(type.getName()));

    private static final DescribedPredicate<JavaMethod> MADE_OF_IS_EQUAL = describe(
            "made of MessageDigest.isEqual",
            method -> method.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> call.getTargetOwner().isEquivalentTo(MessageDigest.class)
                            && call.getName().equals("isEqual")));

    private static final DescribedPredicate<JavaField> OF_IMMUTABLE_TYPE = describe(
            "of a type that does not change",
            field -> !changes(field.getRawType()) || (field.getRawType().isArray() && isPrivate(field)));

    @Test
    void leshan_livesInTheLwm2mPackages() {
        noClasses()
                .that(resideOutside("io.moult.client.lwm2m..", "io.moult.server.lwm2m..", "io.moult.demo.bench.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.leshan..")
                .check(ALL);
    }

    @Test
    void californium_livesInItsAdaptersAndTheLwm2mPackages() {
        noClasses()
                .that(resideOutside(
                        "io.moult..californium..",
                        "io.moult.client.lwm2m..",
                        "io.moult.server.lwm2m..",
                        "io.moult.demo.link..",
                        "io.moult.demo.bench.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.californium..")
                .check(ALL);
    }

    @Test
    void sql_livesInStorage() {
        noClasses()
                .that(resideOutside("io.moult.server.storage.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SQL)
                .check(ALL);
    }

    @Test
    void http_livesInRestAndWeb() {
        noClasses()
                .that(resideOutside("io.moult.server.rest..", "io.moult.server.web.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
                .check(ALL);
    }

    @Test
    void commandLine_livesInCli() {
        noClasses()
                .that(resideOutside("io.moult..cli..", "io.moult.demo.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "io.moult.cli")
                .check(ALL);
    }

    @Test
    void bytesCborCoseSuit_arrowsRunOneWay() {
        onlyOurs("io.moult.bytes", "io.moult.bytes").check(ALL);
        onlyOurs("io.moult.cbor", "io.moult.bytes", "io.moult.cbor").check(ALL);
        onlyOurs("io.moult.cose", "io.moult.bytes", "io.moult.cbor", "io.moult.cose")
                .check(ALL);
        onlyOurs(
                        "io.moult.suit..",
                        "io.moult.bytes",
                        "io.moult.cbor",
                        "io.moult.cose",
                        "io.moult.suit..",
                        "io.moult.cli")
                .check(ALL);
        onlyOurs("io.moult.cli", "io.moult.cli").check(ALL);
    }

    @Test
    void rooms_neverSeeOneAnother() {
        String server = "io.moult.server..";
        String client = "io.moult.client..";
        String boot = "io.moult.boot..";
        String demo = "io.moult.demo..";
        noneSees(server, client, boot, demo).check(ALL);
        noneSees(client, server, boot, demo).check(ALL);
        noneSees(boot, server, client, demo).check(ALL);
        noClasses()
                .that(resideOutside(server, client, boot, demo))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(server, client, boot, demo)
                .check(ALL);
    }

    @Test
    void bootloader_knowsNoTransferAndNoNetwork() {
        noneSees("io.moult.boot..", "io.moult.transfer..", "org.eclipse.californium..", "org.eclipse.leshan..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("io.moult.boot..")
                .should()
                .dependOnClassesThat(ANY_SOCKET)
                .check(ALL);
    }

    @Test
    void purePackages_touchNothingOutside() {
        for (String pure : PURE) {
            noClasses()
                    .that()
                    .resideInAPackage(pure)
                    .should()
                    .dependOnClassesThat(ANY_SOCKET.or(ANY_FILE).or(ANY_THREAD).or(ANY_CLOCK))
                    .check(ALL);
            noneSees(pure, "org.slf4j..", "ch.qos.logback..", "picocli..").check(ALL);
            noClasses()
                    .that()
                    .resideInAPackage(pure)
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .check(ALL);
        }
    }

    /** A condition cannot act, because its type is given a read-only view. */
    @Test
    void conditions_cannotAct() {
        String view = "io.moult.suit.process.RecipientView";
        noClasses()
                .that()
                .resideInAPackage("io.moult.suit..")
                .and()
                .haveSimpleNameContaining("Condition")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.moult.suit.process.Recipient")
                .check(ALL);
        noMethods()
                .that()
                .areDeclaredIn(view)
                .should()
                .haveRawReturnType("void")
                .check(ALL);
        classes().that().haveFullyQualifiedName(view).should().beInterfaces().check(ALL);
    }

    /** Digests and contents that somebody else may choose are never compared up to their first difference. */
    @Test
    void comparisonsOfWhatIsStored_areInConstantTime() {
        noClasses()
                .that()
                .haveFullyQualifiedName("io.moult.suit.process.ConditionEvaluator")
                .or()
                .haveFullyQualifiedName("io.moult.suit.process.DependencyDirectives")
                .or()
                .haveFullyQualifiedName("io.moult.suit.verify.ManifestVerifier")
                .should()
                .callMethod(Bytes.class, "equals", Object.class)
                .check(ALL);
        methods()
                .that()
                .areDeclaredIn(Bytes.class)
                .and()
                .haveName("equalsInConstantTime")
                .should(ArchConditions.be(MADE_OF_IS_EQUAL))
                .check(ALL);
    }

    /** Texts are for people: whatever believes and runs manifests does not see them. */
    @Test
    void texts_decideNothing() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.moult.suit.verify",
                        "io.moult.suit.process",
                        "io.moult.suit.recipient",
                        "io.moult.suit.report",
                        "io.moult.client..",
                        "io.moult.boot..",
                        "io.moult.server..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.moult\\.suit\\.manifest\\.ManifestText.*")
                .check(ALL);
    }

    /** A verified manifest exists only inside an accepted verification. */
    @Test
    void verifiedManifest_isMadeByTheVerifierAlone() {
        noConstructors()
                .that()
                .areDeclaredIn("io.moult.suit.verify.VerifiedManifest")
                .should()
                .bePublic()
                .check(ALL);
    }

    @Test
    void staticFields_neverChange() {
        fields().that().areStatic().and(not(generated())).should().beFinal().check(ALL);
        fields().that()
                .areStatic()
                .and(not(generated()))
                .should(ArchConditions.be(OF_IMMUTABLE_TYPE))
                .check(ALL);
    }

    private static ArchRule onlyOurs(String room, String... may) {
        DescribedPredicate<JavaClass> ours = resideInAPackage("io.moult..");
        return noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(ours.and(resideOutside(may)))
                .as("our classes that " + room + " sees are in " + Arrays.toString(may));
    }

    private static ArchRule noneSees(String room, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }

    private static DescribedPredicate<JavaClass> resideOutside(String... packages) {
        return not(resideInAnyPackage(packages)).as("reside outside %s", Arrays.toString(packages));
    }

    private static DescribedPredicate<JavaField> generated() {
        return describe("made by the compiler", field -> field.getName().startsWith("$"));
    }

    private static boolean isPrivate(JavaField field) {
        return field.getModifiers().contains(JavaModifier.PRIVATE);
    }

    private static boolean changes(JavaClass type) {
        return type.isArray()
                || type.getPackageName().equals("java.util.concurrent.atomic")
                || type.getName()
                        .matches(
                                "java\\.util\\.(concurrent\\..*(Map|Queue|Deque|List|Set)|.*(HashMap|HashSet|ArrayList|TreeMap"
                                        + "|TreeSet|LinkedList|ArrayDeque|PriorityQueue|BitSet|Random|Vector)|EnumMap|EnumSet)")
                || type.getName().matches("java\\.lang\\.(StringBuilder|StringBuffer|ThreadLocal)");
    }
}
