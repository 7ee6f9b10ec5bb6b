"""Which classes a model's configuration may name."""

from checker.text import readable

# Pairs of module and name, as Keras writes them: its layers and operations on arrays. What is not here stays out:
# layers and operations that run code of their own, those that read files, and the loaders of other formats. A test
# compares the lists with what Keras exports.
ALLOWED = {
    module: frozenset(names.split())
    for module, names in {
        "keras": """
            DTypePolicy FloatDTypePolicy Functional Sequential
        """,
        "keras.layers": """
            Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D
            AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add
            AdditiveAttention AlphaDropout Attention AugMix AutoContrast Average AveragePooling1D AveragePooling2D
            AveragePooling3D AvgPool1D AvgPool2D AvgPool3D BatchNormalization Bidirectional CategoryEncoding
            CenterCrop Concatenate ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose Conv2D
            Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Convolution1D
            Convolution1DTranspose Convolution2D Convolution2DTranspose Convolution3D Convolution3DTranspose
            Cropping1D Cropping2D Cropping3D CutMix Dense DepthwiseConv1D DepthwiseConv2D Discretization Dot Dropout
            ELU EinsumDense Embedding Equalization Flatten GRU GRUCell GaussianDropout GaussianNoise
            GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D
            GlobalAvgPool3D GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D
            GlobalMaxPooling3D GroupNormalization GroupQueryAttention HashedCrossing Hashing Identity InputLayer LSTM
            LSTMCell LayerNormalization LeakyReLU Masking MaxNumBoundingBoxes MaxPool1D MaxPool2D MaxPool3D
            MaxPooling1D MaxPooling2D MaxPooling3D Maximum MelSpectrogram Minimum MixUp MultiHeadAttention Multiply
            Normalization PReLU Permute Pipeline RMSNormalization RNN RandAugment RandomBrightness
            RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop RandomElasticTransform RandomErasing
            RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization
            RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom ReLU RepeatVector
            Rescaling Reshape Resizing ReversibleEmbedding STFTSpectrogram SeparableConv1D SeparableConv2D
            SeparableConvolution1D SeparableConvolution2D SimpleRNN SimpleRNNCell Softmax Solarization
            SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization StackedRNNCells Subtract
            TimeDistributed UnitNormalization UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D
            ZeroPadding3D
        """,
        "keras.initializers": """
            Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity IdentityInitializer LecunNormal
            LecunUniform Ones Orthogonal OrthogonalInitializer RandomNormal RandomUniform STFT STFTInitializer
            TruncatedNormal VarianceScaling Zeros constant glorot_normal glorot_uniform he_normal he_uniform identity
            lecun_normal lecun_uniform ones orthogonal random_normal random_uniform stft truncated_normal
            variance_scaling zeros
        """,
        "keras.regularizers": """
            L1 L1L2 L2 OrthogonalRegularizer l1 l1_l2 l2 orthogonal_regularizer
        """,
        "keras.constraints": """
            MaxNorm MinMaxNorm NonNeg UnitNorm max_norm min_max_norm non_neg unit_norm
        """,
        "keras.dtype_policies": """
            DTypePolicy DTypePolicyMap FloatDTypePolicy
        """,
        "keras.random": """
            SeedGenerator
        """,
        "keras.src.activations.activations": """
            Mish ReLU
        """,
        "keras.src.ops.core": """
            Cast ConvertToTensor SaturateCast Scatter ScatterUpdate Slice SliceUpdate StopGradient Unstack
        """,
        "keras.src.ops.einops": """
            Rearrange
        """,
        "keras.src.ops.image": """
            AffineTransform CropImages ElasticTransform ExtractPatches GaussianBlur HSVToRGB MapCoordinates PadImages
            PerspectiveTransform RGBToGrayscale RGBToHSV Resize SSIM ScaleAndTranslate SobelEdges
        """,
        "keras.src.ops.linalg": """
            Cholesky CholeskyInverse Det Eig Eigh Inv Lstsq LuFactor MatrixRank Norm Pinv Qr SVD Solve SolveTriangular
        """,
        "keras.src.ops.math": """
            CDist Erf Erfc Erfinv ExtractSequences FFT FFT2 IFFT2 IRFFT ISTFT InTopK Logdet Logsumexp RFFT Rsqrt STFT
            SegmentMax SegmentMin SegmentProd SegmentReduction SegmentSum TopK ViewAsComplex ViewAsReal
        """,
        "keras.src.ops.nn": """
            AdaptiveAveragePool AdaptiveMaxPool AveragePool BatchNorm BinaryCrossentropy CTCDecode CTCLoss
            CategoricalCrossentropy Celu Conv ConvTranspose DepthToSpace DepthwiseConv DotProductAttention Elu Fold
            Gelu Glu HardShrink HardSigmoid HardSilu HardTanh LayerNorm LeakyRelu LogSigmoid LogSoftmax MaxPool
            Moments MultiHot Normalize OneHot PSNR Polar RMSNorm Relu Relu6 Selu SeparableConv Sigmoid Silu SoftShrink
            Softmax Softplus Softsign SpaceToDepth SparseCategoricalCrossentropy SparsePlus SparseSigmoid Sparsemax
            Squareplus TanhShrink Threshold Unfold
        """,
        "keras.src.ops.numpy": """
            Abs Absolute Add All AllClose Amax Amin Angle Any Append Arange Arccos Arccosh Arcsin Arcsinh Arctan
            Arctan2 Arctanh Argmax Argmin Argpartition Argsort Array ArraySplit Average Bincount BitwiseAnd
            BitwiseInvert BitwiseLeftShift BitwiseNot BitwiseOr BitwiseRightShift BitwiseXor BroadcastTo Cbrt Ceil
            Clip Concatenate Conj Conjugate Copy Corrcoef Correlate Cos Cosh CountNonzero Cross Cumprod Cumsum Deg2rad
            Diag Diagflat Diagonal Diff Digitize Divide DivideNoNan Dot Dsplit Dstack Einsum EmptyLike Equal Exp Exp2
            ExpandDims Expm1 Fabs Flip Fliplr Flipud Floor FloorDivide Fmax Fmin Fmod Full FullLike Gcd Geomspace
            GetItem Greater GreaterEqual Heaviside Histogram Hsplit Hstack Hypot I0 Imag Inner IsIn Isclose Isfinite
            Isinf Isnan Isneginf Isposinf Isreal Kron Lcm Ldexp LeftShift Less LessEqual Linspace Log Log10 Log1p Log2
            Logaddexp Logaddexp2 LogicalAnd LogicalNot LogicalOr LogicalXor Logspace Matmul Max Maximum Mean Median
            Meshgrid Min Minimum Mod Moveaxis Multiply NanToNum Nanargmax Nanargmin Nancumprod Nancumsum Nanmax
            Nanmean Nanmedian Nanmin Nanpercentile Nanprod Nanquantile Nanstd Nansum Nanvar Ndim Negative Nextafter
            Nonzero NotEqual OnesLike Outer Pad Percentile Power Prod Ptp Quantile Rad2deg Ravel Real Reciprocal
            Repeat Reshape RightShift Roll Rot90 Round SearchSorted Select Sign Signbit Sin Sinc Sinh Size Slogdet
            Sort Split Sqrt Square Squeeze Stack Std Subtract Sum Swapaxes Take TakeAlongAxis Tan Tanh Tensordot Tile
            Trace Transpose Trapezoid Tril Triu TrueDivide Trunc Unique UnravelIndex Vander Var Vdot View Vsplit
            Vstack Where ZerosLike
        """,
        "keras.src.models.functional": "Functional",
        "keras.src.models.sequential": "Sequential",
    }.items()
}
# Keras's tags for values, not for classes. A tensor or an array stands there as a list of numbers.
PLAIN = {"__keras_tensor__", "__tuple__", "__slice__", "__ellipsis__", "__tensor__", "__numpy__"}


def uncompiled(config):
    """A configuration without how its models are compiled, nested ones too: it is nothing that a copy needs."""
    if isinstance(config, dict):
        return {key: uncompiled(item) for key, item in config.items() if key != "compile_config"}
    return [uncompiled(item) for item in config] if isinstance(config, list) else config


def foreign_class(config):
    """The first class or function in a model's configuration that is not one of Keras's own layers; "" if none is.

    Args:
        config: what `keras.saving.serialize_keras_object` made of a model.
    """
    top = config.get("class_name")
    if top not in ("Sequential", "Functional") or not _allowed(config):
        return readable(f"the class {top}"[:120])
    waiting = [config]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            name = value.get("class_name")
            if name is not None and not (isinstance(name, str) and name in PLAIN) and not _allowed(value):
                if name == "__lambda__":
                    return "a lambda"
                inside = f" {value.get('config')}" if name == "function" else ""
                return readable(f"the {'function' if inside else 'class'} {inside or name}"[:120])
            for key, item in value.items():
                if key.endswith("activation") and isinstance(item, dict) and "class_name" not in item:
                    return "a lambda"  # which Keras writes as bytecode, without a name
                waiting.append(item)
        elif isinstance(value, list):
            waiting.extend(value)
    return ""


def _allowed(value):
    module, name = value.get("module"), value.get("class_name")
    return isinstance(module, str) and isinstance(name, str) and name in ALLOWED.get(module, ())
