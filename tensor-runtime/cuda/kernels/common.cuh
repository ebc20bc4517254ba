// What all kernels share.
#pragma once

/// Where a kernel reports an index that is out of range. The host looks when it reads a value the next time; see
/// tdsl.tensor.cuda.device.Faults.
struct Fault {
    /// In the host's memory: the op's number, the index, the size.
    long long* slot;
    long long site;

    __device__ __forceinline__ void index(long long value, long long size) const {
        if (slot[0] == 0) {
            slot[1] = value;
            slot[2] = size;
            __threadfence_system();
            slot[0] = site;
        }
    }
};
