"""ADBench's bundle adjustment: both rows of one block after the other."""

import numpy as np


def hand(cam, X, w, feat):
    r0, r1, r2, c0, c1, c2, focal, u0, v0, k1, k2 = cam
    n = len(w)
    J = np.empty((n, 2, 15))
    for t in range(n):
        block(
            J[t], (r0[t], r1[t], r2[t]), (X[0][t] - c0[t], X[1][t] - c1[t], X[2][t] - c2[t]), w[t],
            (focal[t], k1[t], k2[t]), (u0[t] - feat[0][t], v0[t] - feat[1][t]),
        )  # fmt: skip
    return J


def block(J, rotation, place, w, lens, error):
    r0, r1, r2 = rotation
    x0, x1, x2 = place
    focal, k1, k2 = lens
    angle = np.sqrt(r0 * r0 + r1 * r1 + r2 * r2)
    co, si, inv = np.cos(angle), np.sin(angle), 1.0 / angle
    w0, w1, w2 = r0 * inv, r1 * inv, r2 * inv
    dot, omc = w0 * x0 + w1 * x1 + w2 * x2, 1.0 - co
    tmp = dot * omc
    e0, e1, e2 = w1 * x2 - w2 * x1, w2 * x0 - w0 * x2, w0 * x1 - w1 * x0
    iz = 1.0 / (x2 * co + e2 * si + w2 * tmp)
    px, py = (x0 * co + e0 * si + w0 * tmp) * iz, (x1 * co + e1 * si + w1 * tmp) * iz
    rsq = px * px + py * py
    bulge, slope, fw = 1.0 + k1 * rsq + k2 * rsq * rsq, 2.0 * (k1 + 2.0 * k2 * rsq), focal * w
    for row in range(2):
        pr = px if row == 0 else py
        s = fw * pr * slope
        g0 = (s * px + (fw * bulge if row == 0 else 0.0)) * iz
        g1 = (s * py + (fw * bulge if row == 1 else 0.0)) * iz
        g2 = -(g0 * px + g1 * py)
        bt = g0 * w0 + g1 * w1 + g2 * w2
        bd = bt * omc
        bco = g0 * x0 + g1 * x1 + g2 * x2 - bt * dot
        bsi = g0 * e0 + g1 * e1 + g2 * e2
        h0, h1, h2 = si * g0, si * g1, si * g2
        b0 = g0 * tmp + bd * x0 + h2 * x1 - h1 * x2
        b1 = g1 * tmp + bd * x1 + h0 * x2 - h2 * x0
        b2 = g2 * tmp + bd * x2 + h1 * x0 - h0 * x1
        bth = co * bsi - si * bco - inv * (b0 * w0 + b1 * w1 + b2 * w2)
        J[row, 0], J[row, 1], J[row, 2] = b0 * inv + bth * w0, b1 * inv + bth * w1, b2 * inv + bth * w2
        J[row, 11] = g0 * co + h1 * w2 - h2 * w1 + bd * w0
        J[row, 12] = g1 * co + h2 * w0 - h0 * w2 + bd * w1
        J[row, 13] = g2 * co + h0 * w1 - h1 * w0 + bd * w2
        J[row, 3], J[row, 4], J[row, 5] = -J[row, 11], -J[row, 12], -J[row, 13]
        J[row, 6], J[row, 7], J[row, 8] = w * pr * bulge, w * (1 - row), w * row
        J[row, 9], J[row, 10] = fw * pr * rsq, fw * pr * rsq * rsq
        J[row, 14] = pr * bulge * focal + error[row]
