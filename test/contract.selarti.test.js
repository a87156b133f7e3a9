'use strict';

const { describeContract } = require('./contract');
const { contract } = require('./contract/selarti');

describeContract(contract);
