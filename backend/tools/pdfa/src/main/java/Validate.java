import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks files against a standard: {@code Validate 2a one.pdf two.pdf}. Its exit code counts the files that fail. */
public class Validate {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour standard = PDFAFlavour.fromString(args[0]);
        int wrong = 0;
        for (int i = 1; i < args.length; i++) {
            ValidationResult result = check(args[i], standard);
            System.out.printf("%s %s %s, %d checks%n", args[i], standard, result.isCompliant() ? "passes" : "fails", result.getTotalAssertions());
            result.getTestAssertions().stream().filter(a -> a.getStatus() != TestAssertion.Status.PASSED).forEach(Validate::say);
            if (!result.isCompliant()) {
                wrong++;
            }
        }
        System.exit(wrong);
    }

    private static ValidationResult check(String file, PDFAFlavour standard) throws Exception {
        try (FileInputStream in = new FileInputStream(file); PDFAParser parser = Foundries.defaultInstance().createParser(in, standard)) {
            return Foundries.defaultInstance().createValidator(standard, false).validate(parser);
        }
    }

    private static void say(TestAssertion a) {
        System.out.printf("  %s-%d %s%n    at %s%n", a.getRuleId().getClause(), a.getRuleId().getTestNumber(), a.getMessage(), a.getLocation().getContext());
    }
}
