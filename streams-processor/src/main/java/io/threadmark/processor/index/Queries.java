package io.threadmark.processor.index;

import io.threadmark.processor.index.Condition.Comparison;
import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.index.Condition.Test;
import io.threadmark.processor.index.SearchText.Clause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** What is asked as Lucene asks it. No text of a user is ever parsed as Lucene's own syntax. */
final class Queries {
  /** Words that the last of several in turn may begin. */
  private static final int MOST_EXPANSIONS = 1_024;

  private Queries() {}

  /** Documents of a project, of some kinds. */
  static Query of(String project, Collection<Subject> subjects) {
    List<BytesRef> terms =
        subjects.stream().map(subject -> new BytesRef(IndexFields.of(subject, project))).toList();
    return terms.size() == 1
        ? new TermQuery(new Term(IndexFields.OF, terms.get(0)))
        : new TermInSetQuery(IndexFields.OF, terms);
  }

  /** Documents of which all conditions hold. */
  static Query of(String project, Collection<Subject> subjects, List<Condition> conditions) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(of(project, subjects), Occur.FILTER);
    for (Condition condition : conditions) {
      all.add(
          anyOf(condition.field(), condition.anyOf()),
          condition.absent() ? Occur.MUST_NOT : Occur.FILTER);
    }
    return all.build();
  }

  private static Query anyOf(String field, List<Test> tests) {
    List<BytesRef> terms = new ArrayList<>();
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Test test : tests) {
      if (test.comparison() == Comparison.EQUAL) {
        terms.add(Terms.of(test.value()));
      } else {
        any.add(compared(field, test), Occur.SHOULD);
      }
    }
    if (!terms.isEmpty()) {
      any.add(new TermInSetQuery(field, terms), Occur.SHOULD);
    }
    return any.build();
  }

  private static Query compared(String field, Test test) {
    return field.equals(IndexFields.FEEDBACK_VALUE)
        ? comparedNumber(test.comparison(), Double.parseDouble(test.value()))
        : comparedWhole(field, test.comparison(), Long.parseLong(test.value()));
  }

  private static Query comparedNumber(Comparison comparison, double value) {
    double least =
        switch (comparison) {
          case MORE -> DoublePoint.nextUp(value);
          case AT_LEAST, EQUAL -> value;
          case LESS, AT_MOST -> Double.NEGATIVE_INFINITY;
        };
    double most =
        switch (comparison) {
          case LESS -> DoublePoint.nextDown(value);
          case AT_MOST, EQUAL -> value;
          case MORE, AT_LEAST -> Double.POSITIVE_INFINITY;
        };
    return DoublePoint.newRangeQuery(IndexFields.NUMBER, least, most);
  }

  private static Query comparedWhole(String field, Comparison comparison, long value) {
    long least =
        switch (comparison) {
          case MORE -> value + 1;
          case AT_LEAST, EQUAL -> value;
          case LESS, AT_MOST -> Long.MIN_VALUE;
        };
    long most =
        switch (comparison) {
          case LESS -> value - 1;
          case AT_MOST, EQUAL -> value;
          case MORE, AT_LEAST -> Long.MAX_VALUE;
        };
    return NumericDocValuesField.newSlowRangeQuery(field, least, most);
  }

  /**
   * Documents with what a clause says, whether it is to be there or not.
   *
   * @throws IllegalArgumentException where it would be too much
   */
  static Query of(String field, Clause clause, IndexReader reader) throws IOException {
    List<String> words = clause.words();
    if (words.size() == 1) {
      Term word = new Term(field, words.get(0));
      return clause.prefix() ? new PrefixQuery(word) : new TermQuery(word);
    }
    if (!clause.prefix()) {
      return new PhraseQuery(field, words.toArray(String[]::new));
    }
    MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder();
    words.subList(0, words.size() - 1).forEach(word -> phrase.add(new Term(field, word)));
    phrase.add(beginning(field, clause.last(), reader));
    return phrase.build();
  }

  private static Term[] beginning(String field, String prefix, IndexReader reader)
      throws IOException {
    BytesRef begin = new BytesRef(prefix);
    java.util.TreeSet<Term> found = new java.util.TreeSet<>();
    found.add(new Term(field, begin)); // so that there is one where no word begins so
    for (LeafReaderContext leaf : reader.leaves()) {
      org.apache.lucene.index.Terms terms = leaf.reader().terms(field);
      if (terms == null) {
        continue;
      }
      TermsEnum words = terms.iterator();
      if (words.seekCeil(begin) == TermsEnum.SeekStatus.END) {
        continue;
      }
      for (BytesRef word = words.term();
          word != null && StringHelper.startsWith(word, begin);
          word = words.next()) {
        found.add(new Term(field, BytesRef.deepCopyOf(word)));
        if (found.size() > MOST_EXPANSIONS) {
          throw new IllegalArgumentException(
              "has a beginning that too many words have: " + prefix + "*");
        }
      }
    }
    return found.toArray(Term[]::new);
  }
}
