package io.threadmark.statistics;

/** Inverts symmetric positive definite matrices by Cholesky's decomposition. */
final class PositiveDefinite {

  private PositiveDefinite() {}

  /**
   * The inverse.
   *
   * @throws ArithmeticException where the matrix is not positive definite as far as doubles can
   *     tell
   */
  static double[][] inverse(double[][] matrix) {
    int n = matrix.length;
    double[][] root = root(matrix);
    double[][] inverse = new double[n][n];
    for (int column = 0; column < n; column++) {
      double[] x = new double[n];
      for (int i = column; i < n; i++) { // forward: root y = unit vector
        double sum = i == column ? 1 : 0;
        for (int k = column; k < i; k++) {
          sum -= root[i][k] * x[k];
        }
        x[i] = sum / root[i][i];
      }
      for (int i = n - 1; i >= 0; i--) { // backward: transposed root x = y
        double sum = x[i];
        for (int k = i + 1; k < n; k++) {
          sum -= root[k][i] * x[k];
        }
        x[i] = sum / root[i][i];
      }
      inverse[column] = x;
    }
    return inverse;
  }

  private static double[][] root(double[][] matrix) {
    int n = matrix.length;
    double[][] root = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= root[i][k] * root[j][k];
        }
        if (i != j) {
          root[i][j] = sum / root[j][j];
        } else if (sum > 0) {
          root[i][i] = Math.sqrt(sum);
        } else {
          throw new ArithmeticException("not positive definite");
        }
      }
    }
    return root;
  }
}
