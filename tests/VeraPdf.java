import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.TestAssertion.Status;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Answers questions put to it on standard input, one a line: a profile (3a, ua1), a tab, a file.
 * Each answer is one line for every rule that is broken, and then a full stop on a line of its own.
 */
public final class VeraPdf {

  public static void main(String[] arguments) throws Exception {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    LogManager.getLogManager().reset();
    Logger.getLogger("").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String question = questions.readLine(); question != null; question = questions.readLine()) {
      String[] parts = question.split("\t", 2);
      for (Map.Entry<String, Integer> rule : judge(parts[0], new File(parts[1])).entrySet()) {
        answers.println(rule.getKey() + " (" + rule.getValue() + ")");
      }
      answers.println(".");
    }
  }

  /** Every broken rule, with how often it is broken. A file that cannot be judged breaks one rule. */
  private static Map<String, Integer> judge(String profile, File file) {
    Map<String, Integer> broken = new TreeMap<>();
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(profile);
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      for (TestAssertion test : validator.validate(parser).getTestAssertions()) {
        if (test.getStatus() == Status.FAILED) {
          broken.merge(describe(test), 1, Integer::sum);
        }
      }
    } catch (Exception | Error error) {
      broken.put("cannot be judged: " + oneLine(error.toString()), 1);
    }
    return broken;
  }

  private static String describe(TestAssertion test) {
    RuleId rule = test.getRuleId();
    String clause = rule.getSpecification().getId() + ", " + rule.getClause() + "-" + rule.getTestNumber();
    return clause + ": " + oneLine(test.getMessage());
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
