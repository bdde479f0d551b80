package circuittest

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strconv"
	"time"
)

// The endpoints that clients ask before they speak to ARM: which cloud this is, and a
// token. Every client gets one, and any token is taken. A program that asks for a
// token over plain HTTP, as az does for a managed identity, can be given the server
// as the handler of another listener.

// tokenLife is how long a token says that it is valid. The virtual clock does not count:
// clients look at their own.
const tokenLife = 24 * time.Hour

// getMetadata describes the cloud.
//
// Source: https://management.azure.com/metadata/endpoints?api-version=2022-09-01
func (s *Server) getMetadata(q *request) (answer, error) {
	return ok(map[string]any{
		"name": "circuittest",
		"authentication": map[string]any{
			"loginEndpoint": q.base, "audiences": []string{q.base}, "tenant": "common", "identityProvider": "AAD",
		},
		"resourceManager": q.base, "portal": q.base, "media": q.base, "graph": q.base, "graphAudience": q.base, "gallery": q.base,
		"batch": q.base, "activeDirectoryDataLake": q.base, "microsoftGraphResourceId": q.base + "/", "sqlManagement": q.base,
		"suffixes": map[string]string{
			"storage": "core.invalid", "keyVaultDns": "vault.invalid", "sqlServerHostname": "database.invalid", "acrLoginServer": "registry.invalid",
			"azureDataLakeStoreFileSystem": "datalake.invalid", "azureDataLakeAnalyticsCatalogAndJob": "analytics.invalid",
		},
	}), nil
}

// getOpenID: https://openid.net/specs/openid-connect-discovery-1_0.html
func (s *Server) getOpenID(q *request) (answer, error) {
	at := q.base + "/" + q.at["tenant"]
	return ok(map[string]any{
		"issuer": at + "/v2.0", "authorization_endpoint": at + "/oauth2/v2.0/authorize", "token_endpoint": at + "/oauth2/v2.0/token",
		"jwks_uri": at + "/discovery/v2.0/keys", "response_types_supported": []string{"code"},
	}), nil
}

// postToken gives out a token, which no key has signed. Clients read its claims.
func (s *Server) postToken(q *request) (answer, error) {
	form, _ := url.ParseQuery(string(q.body)) // what cannot be read is not needed
	until := time.Now().Add(tokenLife)
	claims := map[string]any{
		"aud": q.base + "/", "iss": q.base, "tid": zeros, "oid": zeros, "sub": zeros, "appid": zeros,
		"nbf": time.Now().Add(-time.Minute).Unix(), "exp": until.Unix(),
	}
	if tenant := q.at["tenant"]; validName.MatchString(tenant) && tenant != "msi" {
		claims["tid"] = tenant
	}
	text, err := json.Marshal(claims)
	if err != nil {
		return answer{}, err
	}
	encode := base64.RawURLEncoding.EncodeToString
	return ok(map[string]any{
		"access_token": encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(text) + ".",
		"token_type":   "Bearer", "resource": form.Get("resource"),
		"expires_in": int(tokenLife / time.Second), "expires_on": strconv.FormatInt(until.Unix(), 10),
	}), nil
}
