using Microsoft.Extensions.Options;

namespace Shopkeeper.Grains.Certificates;

[OptionsValidator]
internal sealed partial class CertificateOptionsValidator : IValidateOptions<CertificateOptions>;
