using System.Globalization;
using Gen.CrossEntropy;
using Vocabulary;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return CommandLine.Run(args, Run);

static int Run(Settings settings)
{
    using Device? device = settings.Device.Open();
    if (device is null)
    {
        return CommandLine.Refuse($"There is no such device. {DeviceChoices.WhyNot()}");
    }

    Console.WriteLine($"Device: {device}. {settings.Rows} tokens, a vocabulary of {settings.Classes}, BFloat16.");
    using TokenBatch batch = new(settings.Rows, settings.Classes);
    bool right = settings.Classes == TokenLoss50257.ClassCount
        ? Training<TokenLoss50257>.Run(batch, device, settings.Steps)
        : Training<TokenLoss131072>.Run(batch, device, settings.Steps);
    return right ? 0 : 1;
}
