"""A Gaussian process by scikit-learn, for GaussianProcessTest: the logarithm of the marginal
likelihood, its derivatives by the logarithms of the length scales and of the noise's variance, and
mean and deviation at three settings.

    python3 src/independent/gaussian_process.py
"""
import numpy
import sklearn
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import Matern, WhiteKernel

SCALES = [0.4, 1.2, 2.5]
NOISE = 0.05


def genes(factor, first, step):
    return [factor * (first + step * k) % 1 for k in range(3)]


def main():
    places = numpy.array([genes(i, 0.12345678, 0.3711137) for i in range(1, 13)])
    values = numpy.sin(5 * places[:, 0]) + places[:, 1] ** 2 - places[:, 2]
    kernel = Matern(SCALES, nu=2.5) + WhiteKernel(NOISE)
    process = GaussianProcessRegressor(kernel, alpha=0, optimizer=None).fit(places, values)
    likelihood, slopes = process.log_marginal_likelihood(kernel.theta, eval_gradient=True)
    print("scikit-learn", sklearn.__version__)
    print("log likelihood %.12f" % likelihood)
    print("derivatives", ", ".join("%.12f" % slope for slope in slopes))
    others = numpy.array([genes(i, 0.23, 0.11) for i in range(1, 4)])
    means, deviations = process.predict(others, return_std=True)
    for mean, deviation in zip(means, deviations):
        # The deviation of a value that bears noise.
        print("mean %.12f, deviation %.12f" % (mean, numpy.sqrt(deviation**2 - NOISE)))


main()
