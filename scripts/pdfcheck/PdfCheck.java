import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Drives the veraPDF engine over many files in one virtual machine.
 *
 * Arguments: flavours separated by commas ("3a,ua1"), then files. Writes one line per file and flavour, fields
 * separated by tabs: index of the file, flavour, PASS, FAIL or ERROR, and for the last two what was wrong.
 */
public final class PdfCheck {
    private PdfCheck() {}

    public static void main(String[] arguments) {
        VeraGreenfieldFoundryProvider.initialise();
        LogManager.getLogManager().reset();
        List<PDFAFlavour> flavours = Arrays.stream(arguments[0].split(",")).map(PDFAFlavour::byFlavourId).toList();
        for (int index = 1; index < arguments.length; index++) {
            Map<PDFAFlavour, String> verdicts = judge(Path.of(arguments[index]), flavours);
            for (PDFAFlavour flavour : flavours) {
                System.out.println((index - 1) + "\t" + flavour.getId() + "\t" + verdicts.getOrDefault(flavour, "ERROR\tnot judged"));
            }
        }
    }

    /** Walks through the file once for all flavours. */
    private static Map<PDFAFlavour, String> judge(Path file, List<PDFAFlavour> flavours) {
        Map<PDFAFlavour, String> verdicts = new HashMap<>();
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file));
                PDFAParser parser = Foundries.defaultInstance().createParser(input, flavours.get(0));
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavours)) {
            parser.setFlavours(flavours);
            for (ValidationResult result : validator.validateAll(parser)) {
                String verdict = result.isCompliant() ? "PASS\t" : "FAIL\t" + faults(result);
                verdicts.put(result.getPDFAFlavour(), verdict);
            }
        } catch (Exception | LinkageError fault) {
            flavours.forEach(flavour -> verdicts.put(flavour, "ERROR\t" + oneLine(String.valueOf(fault))));
        }
        return verdicts;
    }

    private static String faults(ValidationResult result) {
        Map<String, String> first = new LinkedHashMap<>();
        Map<String, Integer> count = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
            String said = assertion.getErrorMessage() == null ? assertion.getMessage() : assertion.getErrorMessage();
            first.putIfAbsent(rule, said + " @ " + assertion.getLocation().getContext());
            count.merge(rule, 1, Integer::sum);
        }
        StringBuilder text = new StringBuilder();
        first.forEach((rule, said) -> text.append(rule).append(" x").append(count.get(rule)).append(": ").append(said).append("; "));
        return oneLine(text.toString());
    }

    private static String oneLine(String text) {
        return text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
    }
}
