// The patches of images under a kernel as the columns of matrices, and columns added back to where patches are:
// convolutions are products with these.
#include "elements.cuh"

/// Sizes in a convolution of images to results; missing axes come first, with size 1.
struct Convolution {
    i64 channels;
    i64 image[3];
    i64 kernel[3];
    i64 result[3];
    i64 stride[3];
    i64 padding[3];
    i64 dilation[3];

    DEVICE i64 imageSize() const { return image[0] * image[1] * image[2]; }
    DEVICE i64 resultSize() const { return result[0] * result[1] * result[2]; }
    DEVICE i64 kernelSize() const { return kernel[0] * kernel[1] * kernel[2]; }

    static DEVICE void divide(i64 number, const i64 (&sizes)[3], i64 (&at)[3]) {
        Axes::divide(number, sizes[2], number, at[2]);
        Axes::divide(number, sizes[1], at[0], at[1]);
    }
};

/// A thread for each result of each channel, which writes its whole column so far as it is in the channel.
///
/// @param rowStride   from one row of columns (for a channel and place in the kernel) to the next
/// @param imageStride from one image's columns to the next one's
template <class T>
DEVICE void gatherPatches(const T* images, T* columns, i64 count, i64 rowStride, i64 imageStride, const Convolution& c) {
    i64 results = c.resultSize();
    for (i64 i = threadNumber(); i < count * c.channels * results; i += threadCount()) {
        i64 channel, number, at[3];
        Axes::divide(i, results, channel, number);
        Convolution::divide(number, c.result, at);
        const T* image = images + channel * c.imageSize();
        i64 inImage = channel % c.channels;
        T* column = columns + channel / c.channels * imageStride + inImage * c.kernelSize() * rowStride + number;
        for (i64 kd = 0; kd < c.kernel[0]; kd++) {
            i64 depth = at[0] * c.stride[0] + kd * c.dilation[0] - c.padding[0];
            for (i64 kh = 0; kh < c.kernel[1]; kh++) {
                i64 height = at[1] * c.stride[1] + kh * c.dilation[1] - c.padding[1];
                bool inPlane = depth >= 0 && depth < c.image[0] && height >= 0 && height < c.image[1];
                for (i64 kw = 0; kw < c.kernel[2]; kw++) {
                    i64 width = at[2] * c.stride[2] + kw * c.dilation[2] - c.padding[2];
                    bool inside = inPlane && width >= 0 && width < c.image[2];
                    *column = inside ? image[(depth * c.image[1] + height) * c.image[2] + width] : convert<T>(0.0f);
                    column += rowStride;
                }
            }
        }
    }
}

/// The result along an axis whose window has an image element at this place of the kernel; −1 if none has.
DEVICE i64 resultUnder(i64 place, i64 kernel, i64 padding, i64 dilation, i64 stride, i64 results) {
    i64 shifted = place + padding - kernel * dilation;
    if (shifted < 0 || shifted % stride != 0) return -1;
    i64 result = shifted / stride;
    return result < results ? result : -1;
}

/// Adds the columns up at their places: a thread for each image element, which collects what is added to it.
///
/// @param bias where sums start, one for each channel; or null for 0
template <class T> DEVICE void addPatches(const T* columns, const T* bias, T* images, i64 count, const Convolution& c) {
    typedef typename Arithmetic<T>::Math Math;
    i64 results = c.resultSize();
    i64 elements = c.imageSize();
    for (i64 i = threadNumber(); i < count * c.channels * elements; i += threadCount()) {
        i64 channel, number, at[3];
        Axes::divide(i, elements, channel, number);
        Convolution::divide(number, c.image, at);
        const T* column = columns + channel * c.kernelSize() * results;
        Math sum = bias == nullptr ? 0 : convert<Math>(bias[channel % c.channels]);
        for (i64 kd = 0; kd < c.kernel[0]; kd++) {
            i64 depth = resultUnder(at[0], kd, c.padding[0], c.dilation[0], c.stride[0], c.result[0]);
            if (depth < 0) continue;
            for (i64 kh = 0; kh < c.kernel[1]; kh++) {
                i64 height = resultUnder(at[1], kh, c.padding[1], c.dilation[1], c.stride[1], c.result[1]);
                if (height < 0) continue;
                for (i64 kw = 0; kw < c.kernel[2]; kw++) {
                    i64 width = resultUnder(at[2], kw, c.padding[2], c.dilation[2], c.stride[2], c.result[2]);
                    if (width < 0) continue;
                    i64 row = (kd * c.kernel[1] + kh) * c.kernel[2] + kw;
                    sum += convert<Math>(column[row * results + (depth * c.result[1] + height) * c.result[2] + width]);
                }
            }
        }
        images[i] = convert<T>(sum);
    }
}

#define PATCHES(T)                                                                                                     \
    KERNEL gather_patches_##T(                                                                                         \
        const T* images, T* columns, i64 count, i64 rowStride, i64 imageStride,                                        \
        const __grid_constant__ Convolution c) {                                                                       \
        gatherPatches(images, columns, count, rowStride, imageStride, c);                                              \
    }                                                                                                                  \
    KERNEL add_patches_##T(                                                                                            \
        const T* columns, const T* bias, T* images, i64 count, const __grid_constant__ Convolution c) {                \
        addPatches(columns, bias, images, count, c);                                                                   \
    }
FOR_FLOATING(PATCHES)
