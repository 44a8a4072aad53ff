using Microsoft.Extensions.Options;

namespace Shopkeeper.Grains.Teardown;

[OptionsValidator]
internal sealed partial class TeardownOptionsValidator : IValidateOptions<TeardownOptions>;
