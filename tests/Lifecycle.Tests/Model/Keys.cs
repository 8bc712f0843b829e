using System.Security.Cryptography;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>Public keys for hosts. Making one takes longer than a whole history, so that all histories share them.</summary>
internal sealed class Keys
{
    private readonly List<string> _keys = [];

    public string this[int number]
    {
        get
        {
            while (_keys.Count <= number)
            {
                using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                _keys.Add(key.ExportSubjectPublicKeyInfoPem());
            }

            return _keys[number];
        }
    }
}
