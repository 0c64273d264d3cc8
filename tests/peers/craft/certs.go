package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

type certsRequest struct {
	Folder    string    `json:"folder"`     // ca.pem, rpc.cert and rpc.key are written here
	NotBefore time.Time `json:"not_before"` // of rpc.cert
	NotAfter  time.Time `json:"not_after"`
}

// writeCertificates makes an authority that is valid for a day and a
// certificate for 127.0.0.1 and localhost signed by it, fit for a node and for
// a client, with the dates asked for: Debian's openssl can not date one back.
func writeCertificates(in *json.Decoder) (any, error) {
	var request certsRequest
	if err := in.Decode(&request); err != nil {
		return nil, err
	}
	authorityKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	authority := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "peers test authority"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageCertSign,
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	nodeKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	node := &x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "peers test node"},
		NotBefore:    request.NotBefore,
		NotAfter:     request.NotAfter,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	authorityDER, err := x509.CreateCertificate(rand.Reader, authority, authority, &authorityKey.PublicKey, authorityKey)
	if err != nil {
		return nil, err
	}
	nodeDER, err := x509.CreateCertificate(rand.Reader, node, authority, &nodeKey.PublicKey, authorityKey)
	if err != nil {
		return nil, err
	}
	keyDER, err := x509.MarshalECPrivateKey(nodeKey)
	if err != nil {
		return nil, err
	}
	for _, file := range []struct {
		name, kind string
		der        []byte
	}{
		{"ca.pem", "CERTIFICATE", authorityDER},
		{"rpc.cert", "CERTIFICATE", nodeDER},
		{"rpc.key", "EC PRIVATE KEY", keyDER},
	} {
		text := pem.EncodeToMemory(&pem.Block{Type: file.kind, Bytes: file.der})
		if err := os.WriteFile(filepath.Join(request.Folder, file.name), text, 0o600); err != nil {
			return nil, err
		}
	}
	return struct{}{}, nil
}
